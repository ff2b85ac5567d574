import { encode } from '../protocol/codec.ts';
import { definitionOf, type Packet } from '../protocol/packets.ts';
import { now } from '../util/clock.ts';
import type { Recorder } from './recorder.ts';
import type { Direction } from './ring.ts';

/** Between two rounds, ms. */
const EVERY = 10;
const [CLIENT, WORKER] = [1_000_001, 1_000_002];

/** A job from its submission to its result, as it is seen on both connections. */
function conversation(number: number): [connection: number, direction: Direction, packet: Packet][] {
  const handle = `H:replay:${number}`;
  const result = Buffer.from(`{"id":${number}}`);
  return [
    [
      CLIENT,
      'in',
      { name: 'SUBMIT_JOB', function: 'replay', unique: '', workload: Buffer.from('{"src":"in/0410.jpg"}') },
    ],
    [CLIENT, 'out', { name: 'JOB_CREATED', handle }],
    [WORKER, 'out', { name: 'NOOP' }],
    [WORKER, 'in', { name: 'GRAB_JOB' }],
    [WORKER, 'out', { name: 'JOB_ASSIGN', handle, function: 'replay', workload: Buffer.from('{"src":"in/0410.jpg"}') }],
    [WORKER, 'in', { name: 'WORK_STATUS', handle, numerator: '1', denominator: '2' }],
    [CLIENT, 'out', { name: 'WORK_STATUS', handle, numerator: '1', denominator: '2' }],
    [WORKER, 'in', { name: 'WORK_COMPLETE', handle, result }],
    [CLIENT, 'out', { name: 'WORK_COMPLETE', handle, result }],
    [WORKER, 'in', { name: 'PRE_SLEEP' }],
  ];
}

/**
 * Records made-up jobs at so many packets a second until the signal, as if two connections spoke: what shows packets is measured
 * with it, without a client and a worker that take the machine's time.
 */
export function startReplay(recorder: Recorder, rate: number, signal: AbortSignal): void {
  const peer = (clientId: string, role: 'client' | 'worker') => () =>
    ({ address: '127.0.0.1:0', clientId, role, origin: 'other', heardAt: now() }) as const;
  recorder.opened(CLIENT, peer('replay', 'client'));
  recorder.opened(WORKER, peer('replay-1', 'worker'));
  const began = now();
  let recorded = 0;
  let jobs = 0;
  const round = () => {
    const at = now();
    const due = ((at - began) / 1000) * rate;
    while (recorded < due) {
      jobs += 1;
      for (const [connection, direction, packet] of conversation(jobs)) {
        const block = encode(packet, direction === 'in' ? 'REQ' : 'RES');
        const position = recorder.keep(block);
        const seq = recorder.packet(at, connection, direction, definitionOf(packet.name).type, block.length);
        recorder.place(seq, block, position, 0);
        recorder.noted(at, connection, 1);
        recorded += 1;
      }
    }
  };
  const timer = setInterval(round, EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
}
