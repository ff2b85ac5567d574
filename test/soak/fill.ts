import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Decoder, encode, type Message } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';

/*
 * Fills what the server keeps of the past and bounds by size, so that what grows afterwards is something else: places and
 * bytes of the capture, connections that it remembers, jobs of the history with their workloads.
 */
const CAPTURED_PACKETS = 1 << 20;
const CAPTURED_BYTES = 128 * 1024 * 1024;
const CONNECTIONS = 20_000;
const JOBS = 10_000;
/** Bytes of a large workload, and of others; one of so many jobs is large. */
export const LARGE = 1_000_000;
const SMALL = 1000;
const SHARE = 50;

/** Whether there may be so many large jobs among all. */
export const isLarge = (larges: number, all: number): boolean => larges * SHARE <= all;

export async function fill(port: number): Promise<void> {
  for (let left = CONNECTIONS; left > 0; left -= 100)
    await Promise.all(Array.from({ length: 100 }, async () => (await open(port)).resetAndDestroy()));
  await echoes(port, CAPTURED_PACKETS / 2, 1);
  for (let done = 0; done < JOBS; done += SHARE) await someJobs(port);
  await echoes(port, CAPTURED_BYTES / 2 / 65_536, 65_536);
}

/** Does one large job and the small ones that belong to it, with a client and a worker of its own. */
export async function someJobs(port: number): Promise<void> {
  await jobs(port, 1, LARGE);
  await jobs(port, SHARE - 1, SMALL);
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends requests of which so many at a time have no answer; resolves when the last one has come. */
function pipelined(
  socket: Socket,
  request: Packet,
  total: number,
  answer: (message: Message) => boolean,
): Promise<void> {
  const block = encode(request, 'REQ');
  const decoder = new Decoder();
  let [sent, heard] = [0, 0];
  const more = () => {
    const count = Math.min(total - sent, 500 - (sent - heard));
    if (count > 0) socket.write(Buffer.concat(Array.from({ length: count }, () => block)));
    sent += Math.max(0, count);
  };
  return new Promise((resolve, reject) => {
    socket.on('close', () => reject(new Error(`the server closed the connection after ${heard} answers`)));
    socket.on('data', (chunk: Buffer) => {
      heard += decoder.push(chunk).messages.filter(answer).length;
      if (heard === total) resolve();
      else if (sent - heard < 250) more();
    });
    more();
  });
}

async function echoes(port: number, count: number, size: number): Promise<void> {
  const socket = await open(port);
  await pipelined(socket, { name: 'ECHO_REQ', data: Buffer.alloc(size) }, count, () => true);
  socket.destroy();
}

/** Jobs that come back as they are, at once. */
async function jobs(port: number, count: number, size: number): Promise<void> {
  const [client, worker] = [await open(port), await open(port)];
  const decoder = new Decoder();
  const say = (...packets: Packet[]) => worker.write(Buffer.concat(packets.map((packet) => encode(packet, 'REQ'))));
  worker.on('data', (chunk: Buffer) => {
    for (const message of decoder.push(chunk).messages) {
      if (message.kind !== 'packet') continue;
      const { packet } = message;
      if (packet.name === 'NOOP') say({ name: 'GRAB_JOB' });
      else if (packet.name === 'NO_JOB') say({ name: 'PRE_SLEEP' });
      else if (packet.name === 'JOB_ASSIGN')
        say({ name: 'WORK_COMPLETE', handle: packet.handle, result: packet.workload }, { name: 'GRAB_JOB' });
    }
  });
  say({ name: 'CAN_DO', function: 'fill' }, { name: 'GRAB_JOB' });
  const job: Packet = { name: 'SUBMIT_JOB', function: 'fill', unique: '', workload: Buffer.alloc(size) };
  await pipelined(
    client,
    job,
    count,
    (message) => message.kind === 'packet' && message.packet.name === 'WORK_COMPLETE',
  );
  client.destroy();
  worker.destroy();
}
