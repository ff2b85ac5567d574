import { encode } from '../protocol/codec.ts';
import { definitionOf, type Packet } from '../protocol/packets.ts';
import { now } from '../util/clock.ts';
import type { Recorder } from './recorder.ts';
import type { Direction } from './ring.ts';

/** Between two rounds, ms; and the time that one round makes up for at most. */
const EVERY = 10;
const LONGEST = 50;
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

/** Tells the recorder of the two connections that are made up. */
export function openReplay(recorder: Recorder): void {
  const peer = (clientId: string, role: 'client' | 'worker') => () =>
    ({ address: '127.0.0.1:0', clientId, role, origin: 'other', heardAt: now() }) as const;
  recorder.opened(CLIENT, peer('replay', 'client'));
  recorder.opened(WORKER, peer('replay-1', 'worker'));
}

/** Records all packets of a made-up job at a time, ms; returns how many they are. */
export function replayJob(recorder: Recorder, number: number, at: number): number {
  const packets = conversation(number);
  for (const [connection, direction, packet] of packets) {
    const block = encode(packet, direction === 'in' ? 'REQ' : 'RES');
    const position = recorder.keep(block);
    const seq = recorder.packet(at, connection, direction, definitionOf(packet.name).type, block.length);
    recorder.place(seq, block, position, 0);
    recorder.noted(at, connection, 1);
  }
  return packets.length;
}

/**
 * Records made-up jobs at so many packets a second until the signal, as if two connections spoke: what shows packets is measured
 * with it, without a client and a worker that take the machine's time. What was missed while the thread was busy is made up for
 * only in part, so that it comes evenly.
 */
export function startReplay(recorder: Recorder, rate: number, signal: AbortSignal): void {
  openReplay(recorder);
  let before: number | undefined;
  let owed = 0;
  let jobs = 0;
  const round = () => {
    const at = now();
    owed += (Math.min(at - (before ?? at), LONGEST) / 1000) * rate;
    before = at;
    while (owed >= 1) {
      jobs += 1;
      owed -= replayJob(recorder, jobs, at);
    }
  };
  const timer = setInterval(round, EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
}
