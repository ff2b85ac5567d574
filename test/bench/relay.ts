import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { readInto } from '../../main/net/read-into.ts';

/*
 * What Node can do at round trips at most: takes jobs from clients and gives them to workers, one function, no checks, nothing
 * else that a job server does. Beside it stands what ours costs more.
 */

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const HEADER = 12;

interface Job {
  handle: string;
  workload: Buffer;
  client: Socket;
}

function packet(type: number, ...parts: (Buffer | string)[]): Buffer {
  const head = Buffer.from('\0RES\0\0\0\0\0\0\0\0', 'latin1');
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  head.writeUInt32BE(type, 4);
  head.writeUInt32BE(body.length, 8);
  return Buffer.concat([head, body]);
}

const queue: Job[] = [];
const running = new Map<string, Job>();
const sleeping = new Set<Socket>();
let last = 0;

function submitted(client: Socket, body: Buffer): void {
  const workload = body.indexOf(0, body.indexOf(0) + 1) + 1;
  last += 1;
  queue.push({ handle: `H:relay:${last}`, workload: Buffer.from(body.subarray(workload)), client });
  for (const worker of sleeping) worker.write(packet(6));
  sleeping.clear();
  client.write(packet(8, `H:relay:${last}`));
}

function wanted(worker: Socket): void {
  const job = queue.shift();
  if (job === undefined) {
    worker.write(packet(10));
    return;
  }
  running.set(job.handle, job);
  worker.write(packet(31, `${job.handle}\0bench\0\0`, job.workload));
}

function done(body: Buffer): void {
  const handle = body.toString('latin1', 0, body.indexOf(0));
  running.get(handle)?.client.write(packet(13, body));
  running.delete(handle);
}

function hear(peer: Socket, type: number, body: Buffer): void {
  if (type === 7) submitted(peer, body);
  else if (type === 30) wanted(peer);
  else if (type === 13) done(body);
  else if (type === 16) peer.write(packet(17, body));
  else if (type === 4) {
    if (queue.length > 0) peer.write(packet(6));
    else sleeping.add(peer);
  }
}

createServer({ pauseOnConnect: true }, (accepted) => {
  const peer = readInto(accepted, (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      const end = at + HEADER + chunk.readUInt32BE(at + 8);
      hear(peer, chunk.readUInt32BE(at + 4), chunk.subarray(at + HEADER, end));
      at = end;
    }
  });
  peer.setNoDelay(true);
  peer.on('error', () => {});
  peer.on('close', () => sleeping.delete(peer));
}).listen(Number(values.port), '127.0.0.1');
