import type { JobEvent } from '../../main/contract/job-event.ts';
import { definitionOf, type Packet } from '../../main/protocol/packets.ts';
import { Broker } from '../../main/server/broker.ts';
import { rulesFrom, type ServerRules } from '../../main/server/rules.ts';
import type { Send } from '../../main/server/turn.ts';
import { bytes } from './packets.ts';

/** `to:NAME argument argument` for each thing the broker wants sent. */
export const said = (sends: readonly Send[]): string[] =>
  sends.map((send) => {
    if ('text' in send) return `${send.to}:${send.text}`;
    const { args, data } = definitionOf(send.packet.name);
    const values = send.packet as unknown as Record<string, unknown>;
    return [
      `${send.to}:${send.packet.name}`,
      ...[...args, ...(data ? [data] : [])].map((arg) => String(values[arg])),
    ].join(' ');
  });

/** A broker with connections 1 to 9 open, spoken to in short. It follows gearmand's rules where no others are given. */
export function conversation(rules: Partial<ServerRules> = {}) {
  const events: JobEvent[] = [];
  const broker = new Broker({
    rules: rulesFrom({ handlePrefix: 'H:t', ...rules }),
    onJob: (event) => events.push(event),
  });
  for (let id = 1; id <= 9; id += 1) broker.connect(id, { address: '127.0.0.1', port: 50_000 + id });
  const send = (from: number, packet: Packet) => said(broker.receive(from, packet));
  return {
    broker,
    events,
    send,
    canDo: (worker: number, ...functions: string[]) =>
      functions.flatMap((name) => send(worker, { name: 'CAN_DO', function: name })),
    sleep: (worker: number) => send(worker, { name: 'PRE_SLEEP' }),
    grab: (worker: number) => send(worker, { name: 'GRAB_JOB_UNIQ' }),
    submit: (client: number, name: string, { workload = 'x', unique = '', as = 'SUBMIT_JOB' as const }: Submit = {}) =>
      send(client, { name: as, function: name, unique, workload: bytes(workload) }),
    complete: (worker: number, handle: string, result = 'ok') =>
      send(worker, { name: 'WORK_COMPLETE', handle, result: bytes(result) }),
    admin: (from: number, line: string) => said(broker.receiveText(from, line)).join('').slice(`${from}:`.length),
    leave: (id: number) => said(broker.disconnect(id)),
  };
}

interface Submit {
  workload?: string;
  unique?: string;
  as?:
    | 'SUBMIT_JOB'
    | 'SUBMIT_JOB_BG'
    | 'SUBMIT_JOB_HIGH'
    | 'SUBMIT_JOB_HIGH_BG'
    | 'SUBMIT_JOB_LOW'
    | 'SUBMIT_JOB_LOW_BG';
}
