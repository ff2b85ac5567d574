import type { JobEvent } from '../../main/contract/job-event.ts';
import { encode } from '../../main/protocol/codec.ts';
import { TEXT } from '../../main/protocol/framer.ts';
import { definitionOf, type Packet } from '../../main/protocol/packets.ts';
import { Broker } from '../../main/server/broker.ts';
import { limitsFrom } from '../../main/server/limits.ts';
import { rulesFrom } from '../../main/server/rules.ts';
import type { Peer } from '../../main/server/state.ts';
import { now } from '../../main/util/clock.ts';
import { captureOf } from './capture.ts';
import { bytes } from './packets.ts';

/** A broker with connections 1 to 9 open, all that is said to it and by it recorded as the listener does. */
export function recordedConversation(options: Parameters<typeof captureOf>[0] = {}) {
  const capture = captureOf(options);
  const { recorder } = capture;
  /** Of one turn, as the listener has it. */
  let at = now();
  const events: { at: number; event: JobEvent }[] = [];
  const broker = new Broker({
    rules: rulesFrom({ handlePrefix: 'H:t' }),
    limits: limitsFrom({}),
    onJob: (event) => events.push({ at, event }),
    wall: () => 0,
  });
  broker.note = (to, type, size) => recorder.packet(at, to, 'out', type, size);
  for (let id = 1; id <= 9; id += 1) {
    broker.connect(id, { address: '127.0.0.1', port: 50_000 + id });
    capture.open(id, { address: `127.0.0.1:${50_000 + id}` });
  }
  function place(): void {
    for (const { outbox } of broker.takeAddressed()) {
      const block = outbox.block();
      const position = recorder.keep(block);
      for (let index = 0; index < outbox.packets.length; index += 2)
        recorder.place(outbox.packets[index] as number, block, position, outbox.packets[index + 1] as number);
      outbox.clear(true);
    }
  }
  const send = (from: number, packet: Packet) => {
    const block = encode(packet, 'REQ');
    const { type } = definitionOf(packet.name);
    at = now();
    const position = recorder.keep(block);
    recorder.place(recorder.packet(at, from, 'in', type, block.length), block, position, 0);
    broker.receive(broker.registry.peers.get(from) as Peer, type, block, 0, block.length);
    place();
  };
  return {
    ...capture,
    /** What the job server told of its jobs. */
    events,
    send,
    leave: (id: number) => {
      at = now();
      broker.disconnect(id);
      place();
    },
    /** Lets time pass for the job server, ms. */
    pass: (milliseconds: number) => {
      at = now();
      broker.at += milliseconds;
      broker.expire();
      place();
    },
    cancel: (from: number, handle: string) => {
      at = now();
      const block = bytes(`cancel job ${handle}\n`);
      broker.receive(broker.registry.peers.get(from) as Peer, TEXT, block, 0, block.length);
      place();
    },
    submit: (client: number, name: string, unique = '', as: 'SUBMIT_JOB' | 'SUBMIT_JOB_BG' = 'SUBMIT_JOB') =>
      send(client, { name: as, function: name, unique, workload: bytes('x') }),
    /** Takes up the next job of a function and says so that it does. */
    take: (worker: number, name: string) => {
      send(worker, { name: 'CAN_DO', function: name });
      send(worker, { name: 'GRAB_JOB_UNIQ' });
    },
    /** A packet in short: its connection and type. */
    short: (seq: number): string => {
      const entry = capture.ring.get(seq);
      if (entry === undefined) return 'gone';
      const { type, connection, direction } = capture.rowOf(entry);
      return `${direction === 'in' ? `${connection.number} >` : `> ${connection.number}`} ${type}`;
    },
  };
}
