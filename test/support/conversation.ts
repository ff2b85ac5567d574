import type { JobEvent } from '../../main/contract/job-event.ts';
import type { ChosenLimits } from '../../main/contract/limits.ts';
import { Decoder, encode, type Message } from '../../main/protocol/codec.ts';
import { TEXT } from '../../main/protocol/framer.ts';
import { definitionOf, type Magic, type Packet } from '../../main/protocol/packets.ts';
import { Broker, type BrokerOptions } from '../../main/server/broker.ts';
import { limitsFrom } from '../../main/server/limits.ts';
import { rulesFrom, type ServerRules } from '../../main/server/rules.ts';
import type { ConnectionId, Peer } from '../../main/server/state.ts';
import { bytes } from './packets.ts';

/** `to:NAME argument argument`, or `to:text` for a line of the text protocol. */
function told(to: ConnectionId, message: Message | undefined, text: string): string {
  if (message?.kind !== 'packet') return `${to}:${text}`;
  const { args, data } = definitionOf(message.packet.name);
  const values = message.packet as unknown as Record<string, unknown>;
  return [`${to}:${message.packet.name}`, ...[...args, ...(data ? [data] : [])].map((arg) => String(values[arg]))].join(
    ' ',
  );
}

/**
 * Speaks to a broker in packets and lines; each returns what the broker sends, in order, whoever to. Time stands still until
 * it is let pass; both of the broker's clocks begin at 0.
 */
export function speaking(options: BrokerOptions) {
  let time = 0;
  const broker = new Broker({ wall: () => time, ...options });
  const order: ConnectionId[] = [];
  broker.note = (to) => order.push(to);
  const peerOf = (id: ConnectionId): Peer => broker.registry.peers.get(id) as Peer;
  const heard = (): string[] => {
    const all = new Map<ConnectionId, string[]>();
    for (const { id, outbox } of broker.takeAddressed()) {
      const starts = outbox.packets.filter((_, index) => index % 2 === 1);
      const block = Buffer.from(outbox.block());
      outbox.clear(true);
      all.set(
        id,
        starts.map((start, index) => {
          const one = block.subarray(start, starts[index + 1]);
          return told(id, new Decoder().push(one).messages[0], one.toString('latin1'));
        }),
      );
    }
    return order.splice(0).map((id) => all.get(id)?.shift() as string);
  };
  return {
    broker,
    send: (from: ConnectionId, packet: Packet, magic: Magic = 'REQ'): string[] => {
      const block = encode(packet, magic);
      broker.receive(peerOf(from), definitionOf(packet.name).type, block, 0, block.length);
      return heard();
    },
    line: (from: ConnectionId, line: string): string[] => {
      const block = bytes(`${line}\n`);
      broker.receive(peerOf(from), TEXT, block, 0, block.length);
      return heard();
    },
    leave: (id: ConnectionId): string[] => {
      broker.disconnect(id);
      return heard();
    },
    pass: (milliseconds: number): string[] => {
      time += milliseconds;
      broker.at = time;
      broker.expire();
      return heard();
    },
  };
}

/** A broker with connections 1 to 9 open, spoken to in short. It follows gearmand's rules and has the usual limits where no others are given. */
export function conversation(rules: Partial<ServerRules> = {}, limits: ChosenLimits = {}) {
  const events: JobEvent[] = [];
  const { broker, send, line, leave, pass } = speaking({
    rules: rulesFrom({ handlePrefix: 'H:t', ...rules }),
    limits: limitsFrom(limits),
    onJob: (event) => events.push(event),
  });
  for (let id = 1; id <= 9; id += 1) broker.connect(id, { address: '127.0.0.1', port: 50_000 + id });
  return {
    broker,
    events,
    send,
    canDo: (worker: number, ...functions: string[]) =>
      functions.flatMap((name) => send(worker, { name: 'CAN_DO', function: name })),
    canDoFor: (worker: number, name: string, timeout: string) =>
      send(worker, { name: 'CAN_DO_TIMEOUT', function: name, timeout }),
    sleep: (worker: number) => send(worker, { name: 'PRE_SLEEP' }),
    grab: (worker: number) => send(worker, { name: 'GRAB_JOB_UNIQ' }),
    submit: (client: number, name: string, { workload = 'x', unique = '', as = 'SUBMIT_JOB' as const }: Submit = {}) =>
      send(client, { name: as, function: name, unique, workload: bytes(workload) }),
    submitFor: (client: number, name: string, epoch: string, workload = 'x', unique = '') =>
      send(client, { name: 'SUBMIT_JOB_EPOCH', function: name, unique, epoch, workload: bytes(workload) }),
    complete: (worker: number, handle: string, result = 'ok') =>
      send(worker, { name: 'WORK_COMPLETE', handle, result: bytes(result) }),
    admin: (from: number, command: string) => line(from, command).join('').slice(`${from}:`.length),
    line,
    leave,
    pass,
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
