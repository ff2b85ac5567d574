import { connect, type Socket } from 'node:net';
import { encode } from '../../main/protocol/codec.ts';
import { HEADER } from '../../main/protocol/framer.ts';
import { nameOf, type Packet, type PacketName } from '../../main/protocol/packets.ts';

/*
 * A load generator for a Gearman server, in a process of its own. Requests are encoded once and sent in blocks; answers are
 * counted by hopping from header to header, so that it costs less than the server that it measures.
 *
 *   load.ts submit PORT CONNECTIONS JOBS BYTES WINDOW    background submits, WINDOW unanswered per connection, no worker
 *   load.ts echo PORT CLIENTS WORKERS JOBS BYTES         foreground round trips, one unanswered per client
 *   load.ts ping PORT CONNECTIONS COUNT BYTES WINDOW     ECHO_REQ
 *   load.ts drain PORT WORKERS JOBS                      workers take JOBS queued jobs
 *
 * Prints one line of JSON: operations per second, and for `echo` the median and 99th percentile of the round trip in ms.
 */

const FUNCTION = 'bench';

export interface LoadResult {
  rate: number;
  p50?: number;
  p99?: number;
}

/** Tells each answer by name and where its payload lies, whatever the chunks. */
function answers(socket: Socket, each: (name: PacketName, block: Buffer, start: number, end: number) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (block.length - at >= HEADER) {
      const end = at + HEADER + block.readUInt32BE(at + 8);
      if (end > block.length) break;
      each(nameOf(block.readUInt32BE(at + 4)) as PacketName, block, at + HEADER, end);
      at = end;
    }
    rest = Buffer.from(block.subarray(at));
  });
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });

const openAll = (port: number, count: number): Promise<Socket[]> =>
  Promise.all(Array.from({ length: count }, () => open(port)));

const request = (packet: Packet): Buffer => encode(packet, 'REQ');

/** Keeps `window` requests unanswered on each connection until `total` have been answered. */
async function pipeline(
  port: number,
  connections: number,
  total: number,
  window: number,
  packet: Packet,
): Promise<LoadResult> {
  const one = request(packet);
  const block = Buffer.concat(Array.from({ length: window }, () => one));
  const sockets = await openAll(port, connections);
  let unsent = total;
  let answered = 0;
  const started = performance.now();
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      let waiting = 0;
      const fill = () => {
        const count = Math.min(window - waiting, unsent);
        if (count === 0) return;
        unsent -= count;
        waiting += count;
        socket.write(block.subarray(0, count * one.length));
      };
      answers(socket, () => {
        waiting -= 1;
        answered += 1;
        if (answered === total) resolve();
        else if (waiting <= window / 2) fill();
      });
      fill();
    }
  });
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return { rate: total / seconds };
}

async function echo(port: number, clients: number, workers: number, jobs: number, size: number): Promise<LoadResult> {
  const grab = request({ name: 'GRAB_JOB_UNIQ' });
  const sleep = request({ name: 'PRE_SLEEP' });
  const servants = await openAll(port, workers);
  for (const socket of servants) {
    answers(socket, (name, block, start, end) => {
      if (name === 'NOOP') socket.write(grab);
      else if (name === 'NO_JOB') socket.write(sleep);
      else if (name === 'JOB_ASSIGN_UNIQ') socket.write(Buffer.concat([completion(block, start, end), grab]));
    });
    socket.write(Buffer.concat([request({ name: 'CAN_DO', function: FUNCTION }), grab]));
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  const submit = request({ name: 'SUBMIT_JOB', function: FUNCTION, unique: '', workload: Buffer.alloc(size, 'x') });
  const times: number[] = [];
  let unsent = jobs;
  const masters = await openAll(port, clients);
  const started = performance.now();
  await Promise.all(
    masters.map(
      (socket) =>
        new Promise<void>((resolve) => {
          let sentAt = 0;
          const next = () => {
            if (unsent === 0) return resolve();
            unsent -= 1;
            sentAt = performance.now();
            socket.write(submit);
          };
          answers(socket, (name) => {
            if (name !== 'WORK_COMPLETE') return;
            times.push(performance.now() - sentAt);
            next();
          });
          next();
        }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const socket of [...servants, ...masters]) socket.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] as number;
  return { rate: jobs / seconds, p50: at(0.5), p99: at(0.99) };
}

/** The workload goes back as the result: handle, NUL, and what stands behind the third NUL. */
function completion(block: Buffer, start: number, end: number): Buffer {
  const handle = block.indexOf(0, start);
  const name = block.indexOf(0, handle + 1);
  const unique = block.indexOf(0, name + 1);
  return request({
    name: 'WORK_COMPLETE',
    handle: block.toString('latin1', start, handle),
    result: block.subarray(unique + 1, end),
  });
}

async function drain(port: number, workers: number, jobs: number): Promise<LoadResult> {
  const grab = request({ name: 'GRAB_JOB_UNIQ' });
  const sockets = await openAll(port, workers);
  let done = 0;
  let idle = 0;
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    for (const socket of sockets) {
      answers(socket, (name, block, start) => {
        if (name === 'NO_JOB') {
          idle += 1; // the others may still have theirs on the way
          if (idle === workers && done < jobs) reject(new Error(`only ${done} of ${jobs} jobs were there`));
          return;
        }
        const handle = block.toString('latin1', start, block.indexOf(0, start));
        socket.write(Buffer.concat([request({ name: 'WORK_COMPLETE', handle, result: Buffer.alloc(0) }), grab]));
        done += 1;
        if (done === jobs) resolve();
      });
      socket.write(Buffer.concat([request({ name: 'CAN_DO', function: FUNCTION }), grab]));
    }
  });
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return { rate: jobs / seconds };
}

async function main([mode, ...numbers]: string[]): Promise<LoadResult> {
  const [port = 0, a = 0, b = 0, c = 0, d = 0] = numbers.map(Number);
  const workload = Buffer.alloc(c, 'x');
  switch (mode) {
    case 'submit':
      return pipeline(port, a, b, d, { name: 'SUBMIT_JOB_BG', function: FUNCTION, unique: '', workload });
    case 'ping':
      return pipeline(port, a, b, d, { name: 'ECHO_REQ', data: workload });
    case 'echo':
      return echo(port, a, b, c, d);
    case 'drain':
      return drain(port, a, b);
    default:
      throw new Error(`there is no load “${mode}”`);
  }
}

process.stdout.write(`${JSON.stringify(await main(process.argv.slice(2)))}\n`);
process.exit(0);
