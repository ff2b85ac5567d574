import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Decoder, encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { freePort } from '../support/free-port.ts';
import { GEARMAND, needs } from '../support/peers.ts';
import { background, until } from '../support/processes.ts';
import { type Memory, MemoryMeter, trendOf } from './memory.ts';

/*
 * npm run soak -- --proxy: 200 connections through the proxy to the real gearmand for `--seconds N` or `--minutes N` (10 minutes):
 * workers that return what they get, clients that submit jobs of all sizes and leave now and then, and others that only ask for
 * echoes. Each side keeps a checksum of what it sent and what it got: of each job, that of its workload at the client, at the
 * worker and of the result must be one. From a minute on, memory must be flat, as in soak.ts.
 */
const { values } = parseArgs({
  options: { proxy: { type: 'boolean' }, seconds: { type: 'string' }, minutes: { type: 'string' } },
});
const seconds = values.seconds === undefined ? Number(values.minutes ?? 10) * 60 : Number(values.seconds);
const telling = seconds >= 60;
const SLACK: Memory = { used: 4e6, resident: 32e6 };
const [WORKERS, CLIENTS, ECHOES] = [60, 100, 40];
/** Bytes of a job, of which most are small. */
const SIZES = [0, 1, 100, 100, 1000, 1000, 5000, 60_000, 70_000, 300_000];

if (!needs('gearmand')) {
  console.log('gearmand is not installed');
  process.exit(0);
}

const [upstream, port, inspector] = [await freePort(), await freePort(), await freePort()];
const server = background(GEARMAND, ['-L', '127.0.0.1', '-p', String(upstream), '-l', 'none']);
const proxy = background(process.execPath, [
  `--inspect=127.0.0.1:${inspector}`,
  join(import.meta.dirname, 'proxy-server.ts'),
  ...['--port', String(port), '--to', String(upstream)],
]);
// Also where something that nobody waits for fails, a worker: then there is no way back to here.
process.on('exit', () => {
  for (const { child } of [proxy, server]) child.kill('SIGKILL');
});
let end = Number.POSITIVE_INFINITY;
const rest = () => end - Date.now();
const counts = { jobs: 0, echoes: 0, bytes: 0, left: 0 };
const samples: Memory[] = [];
/** What workers saw, by the number that the workload begins with. */
const worked = new Map<string, string>();
let lastJob = 0;

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A connection through the proxy. */
class Peer {
  readonly socket: Socket;
  readonly #decoder = new Decoder();
  readonly #heard: Packet[] = [];
  #wake = (): void => {};
  #ended = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      const { messages, error } = this.#decoder.push(chunk);
      if (error !== undefined) throw error;
      for (const message of messages) if (message.kind === 'packet') this.#heard.push(message.packet);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  static async open(): Promise<Peer> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new Peer(socket);
  }

  send(...packets: Packet[]): void {
    for (const packet of packets) this.socket.write(encode(packet, 'REQ'));
  }

  /** The next packet; undefined where the connection has ended. */
  async hear(): Promise<Packet | undefined> {
    while (this.#heard.length === 0 && !this.#ended)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#heard.shift();
  }
}

/** Returns what it gets, now and then in two parts. */
async function work(): Promise<void> {
  const peer = await Peer.open();
  peer.send({ name: 'CAN_DO', function: 'soak' }, { name: 'GRAB_JOB_UNIQ' });
  setTimeout(() => peer.socket.destroy(), rest() + 5000).unref();
  for (let packet = await peer.hear(); packet !== undefined; packet = await peer.hear()) {
    if (packet.name === 'NO_JOB') peer.send({ name: 'PRE_SLEEP' });
    else if (packet.name === 'NOOP') peer.send({ name: 'GRAB_JOB_UNIQ' });
    else if (packet.name === 'JOB_ASSIGN_UNIQ') {
      const { handle, workload, unique } = packet;
      worked.set(unique, digestOf(workload));
      const half = workload.length > 1000 ? workload.length >> 1 : 0;
      if (half > 0) peer.send({ name: 'WORK_DATA', handle, data: workload.subarray(0, half) });
      peer.send({ name: 'WORK_COMPLETE', handle, result: workload.subarray(half) }, { name: 'GRAB_JOB_UNIQ' });
    } else throw new Error(`a worker got ${packet.name}`);
  }
}

async function submit(): Promise<void> {
  for (let turn = 0; rest() > 0; turn += 1) {
    const peer = await Peer.open();
    const most = 5 + (lastJob % 20);
    for (let each = 0; each < most && rest() > 0; each += 1) await oneJob(peer);
    if (turn % 10 === 0) {
      // It leaves before its job is done.
      peer.send({
        name: 'SUBMIT_JOB',
        function: 'soak',
        unique: `left-${lastJob}-${turn}`,
        workload: randomBytes(1000),
      });
      counts.left += 1;
    }
    peer.socket.end();
    await pause(20);
  }
}

async function oneJob(peer: Peer): Promise<void> {
  lastJob += 1;
  const unique = `job-${lastJob}`;
  const workload = randomBytes(SIZES[lastJob % SIZES.length] as number);
  peer.send({ name: 'SUBMIT_JOB', function: 'soak', unique, workload });
  const result = createHash('sha256');
  for (;;) {
    const packet = await peer.hear();
    if (packet?.name === 'JOB_CREATED') continue;
    if (packet?.name === 'WORK_DATA') result.update(packet.data);
    else if (packet?.name === 'WORK_COMPLETE') {
      const sums = new Set([digestOf(workload), worked.get(unique), result.update(packet.result).digest('base64')]);
      if (sums.size !== 1) throw new Error(`${unique} of ${workload.length} bytes was changed on its way`);
      worked.delete(unique);
      counts.jobs += 1;
      counts.bytes += workload.length * 4;
      return;
    } else throw new Error(`a client got ${packet?.name ?? 'the end'}`);
  }
}

/** Asks for echoes, some at a time. */
async function echo(): Promise<void> {
  const peer = await Peer.open();
  while (rest() > 0) {
    const asked = Array.from({ length: 8 }, (_, index) => randomBytes((index * 397) % 3000));
    peer.send(...asked.map((data) => ({ name: 'ECHO_REQ', data }) as const));
    for (const data of asked) {
      const packet = await peer.hear();
      if (packet?.name !== 'ECHO_RES' || !packet.data.equals(data)) throw new Error('an echo was changed on its way');
      counts.echoes += 1;
      counts.bytes += data.length * 2;
    }
    await pause(50);
  }
  peer.socket.destroy();
}

async function watch(meter: MemoryMeter): Promise<void> {
  for (; rest() > 0; await pause(1000)) {
    // What waits to be looked at is bounded, and no growth.
    const { used, resident } = await meter.look();
    samples.push({ used: used - (await meter.valueOf<number>('backlog.waiting')), resident });
    // What was left behind by who left.
    for (const unique of worked.keys()) if (unique.startsWith('left-')) worked.delete(unique);
  }
}

await proxy.says('The proxy is there.');
const meter = await MemoryMeter.of(proxy.child.pid as number, inspector);
await until('the server', async () => {
  const peer = await Peer.open();
  peer.send({ name: 'ECHO_REQ', data: Buffer.from('?') });
  const heard = await peer.hear();
  peer.socket.destroy();
  return heard !== undefined;
});
end = Date.now() + seconds * 1000;
const all = [
  ...Array.from({ length: WORKERS }, work),
  ...Array.from({ length: CLIENTS }, submit),
  ...Array.from({ length: ECHOES }, echo),
  watch(meter),
];
await Promise.all(all.slice(WORKERS));
if (counts.jobs === 0 || counts.echoes === 0) throw new Error('nothing came through');
console.log(
  `${counts.jobs} jobs, ${counts.echoes} echoes, ${(counts.bytes / 1e6).toFixed(0)} MB, ${counts.left} clients that left, in ${seconds} s`,
);
for (const [which, slack] of Object.entries(SLACK)) {
  const { early, late } = trendOf(samples.map((sample) => sample[which as keyof Memory]));
  console.log(`memory ${which}: ${(early / 1e6).toFixed(1)} MB early, ${(late / 1e6).toFixed(1)} MB late`);
  if (telling && !(late - early <= slack))
    throw new Error(`the proxy's memory grew, of which ${slack} bytes are allowed`);
}
process.exit(0);
