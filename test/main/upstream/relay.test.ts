import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { encode } from '../../../main/protocol/codec.ts';
import type { Packet } from '../../../main/protocol/packets.ts';
import { afterThisTest, type Cleanup } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';
import { anyPacket, bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { digestOf, plainServer, proxied, runningProxy } from '../../support/proxied.ts';

async function dialled(port: number, host = '127.0.0.1', cleanup: Cleanup = afterThisTest): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true });
  cleanup(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** The error that a connection ends with; empty where it ends well. */
function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let code = '';
    socket.resume();
    socket.on('end', () => socket.end());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? '';
    });
    socket.on('close', () => resolve(code));
  });
}

const echoing = (socket: Socket) => void socket.pipe(socket);

test('a half that ends is passed on, and the other half goes on', async () => {
  const heard: string[] = [];
  const server = await plainServer((socket) => {
    socket.on('data', (chunk) => heard.push(String(chunk)));
    socket.on('end', () => {
      heard.push('end');
      socket.write('after the end');
      setTimeout(() => socket.end(' and more'), 20);
    });
  });
  const { port } = await runningProxy({ to: server.target });
  const client = await dialled(port);
  client.end('all that I say');
  expect(String(await buffer(client))).toBe('after the end and more');
  expect(heard.join('|')).toContain('all that I say|end');
});

test('the server ends its half first, and still hears the other', async () => {
  let heard = '';
  const server = await plainServer((socket) => {
    socket.end('that is all');
    socket.on('data', (chunk) => {
      heard += chunk;
    });
  });
  const { port } = await runningProxy({ to: server.target });
  const client = await dialled(port);
  let said = '';
  client.on('data', (chunk) => {
    said += chunk;
  });
  await once(client, 'end');
  expect(said).toBe('that is all');
  client.end('but I go on');
  await vi.waitUntil(() => heard.includes('but I go on'), PATIENT); // the probe says something too
});

test('a connection that breaks on one side breaks on the other', async () => {
  const ends: Promise<string>[] = [];
  const accepted: Socket[] = [];
  const server = await plainServer((socket) => {
    accepted.push(socket);
    ends.push(endOf(socket));
  });
  const { port } = await runningProxy({ to: server.target });
  await vi.waitUntil(() => accepted.length === 1, PATIENT); // the probe's
  const client = await dialled(port);
  client.write('x');
  await vi.waitUntil(() => accepted.length === 2, PATIENT);
  client.resetAndDestroy();
  expect(await ends[1]).toBe('ECONNRESET');

  const another = await dialled(port);
  const ended = endOf(another);
  await vi.waitUntil(() => accepted.length === 3, PATIENT);
  accepted[2]?.resetAndDestroy();
  expect(await ended).toBe('ECONNRESET');
});

test('what is no Gearman is relayed and recorded as garbage', async () => {
  const server = await plainServer(echoing);
  const { port, seen } = await runningProxy({ to: server.target });
  const client = await dialled(port);
  const noise = Buffer.concat([Buffer.from('\0no Gearman at all', 'latin1'), randomBytes(300_000)]);
  client.end(noise);
  expect(digestOf(await buffer(client))).toBe(digestOf(noise));
  const kinds = () => new Set(seen().map((line) => line.split(' ').slice(1, 3).join(' ')));
  await vi.waitUntil(() => kinds().size === 2, PATIENT);
  expect(kinds()).toEqual(new Set(['in garbage', 'out garbage']));
  await vi.waitUntil(() => sum(seen(), 'in') === noise.length && sum(seen(), 'out') === noise.length, PATIENT);
});

/** Bytes of all that is in the capture in one direction. */
const sum = (seen: readonly string[], direction: string): number =>
  seen.filter((line) => line.includes(` ${direction} `)).reduce((all, line) => all + Number(line.split(' ')[3]), 0);

test('whatever is sent in whatever pieces comes back as it was, and each packet is recorded once each way', async () => {
  const server = await plainServer(echoing);
  const { port, host, ring, recorders, entries } = await runningProxy({ to: server.target });
  const large = fc.integer({ min: 0, max: 400_000 }).map((size) => ({
    name: 'ECHO_REQ' as const,
    data: Buffer.alloc(size, 'large '),
  }));
  const packets = fc.array(fc.oneof({ weight: 8, arbitrary: anyPacket }, { weight: 1, arbitrary: large }), {
    minLength: 1,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(packets, fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1 }), async (sent, sizes) => {
      ring.clear();
      const undo: (() => void | Promise<void>)[] = [];
      const all = Buffer.concat((sent as Packet[]).map((packet) => encode(packet, 'REQ')));
      const client = await dialled(port, '127.0.0.1', (each) => void undo.push(each));
      const back = buffer(client);
      for (let at = 0, turn = 0; at < all.length; turn += 1) {
        const end = at + (sizes[turn % sizes.length] as number);
        client.write(all.subarray(at, end));
        if (turn % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
        at = end;
      }
      client.end();
      expect(digestOf(await back)).toBe(digestOf(all));
      await vi.waitUntil(() => host.connections <= 1, PATIENT);
      const others = () => entries().filter((entry) => !recorders[entry.host]?.isProbe(entry.connection));
      await vi.waitUntil(() => others().length >= 2 * sent.length, PATIENT);
      for (const direction of ['in', 'out']) {
        const told = others().filter((entry) => entry.direction === direction);
        expect(told).toHaveLength(sent.length);
        expect(digestOf(Buffer.concat(told.map((entry) => entry.bytes)))).toBe(digestOf(all));
      }
      for (const each of undo) await each();
    }),
    { numRuns: 40 },
  );
});

test('a client that does not read holds nobody else up, and gets all when it reads', async () => {
  const result = randomBytes(1024 * 1024);
  const times = 64;
  let sent = 0;
  const server = await plainServer((socket) => {
    socket.on('data', (chunk) => {
      if (String(chunk) !== 'much') return void socket.write(chunk);
      for (let each = 0; each < times; each += 1) socket.write(result, () => sent++);
    });
  });
  const { port, host } = await runningProxy({ to: server.target });
  const stalled = await dialled(port);
  stalled.write('much');
  await vi.waitUntil(() => sent > 0, PATIENT);
  const before = process.memoryUsage().rss;
  const peer = await peerOf({ port });
  for (let turn = 0; turn < 50; turn += 1) {
    peer.send({ name: 'ECHO_REQ', data: bytes(`turn ${turn}`) });
    await peer.hears();
  }
  expect(sent).toBeLessThan(times); // the server is held back by the system, and not by our memory
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  stalled.end();
  const digest = await new Promise<string>((resolve) => {
    const all: Buffer[] = [];
    let length = 0;
    stalled.on('data', (chunk: Buffer) => {
      all.push(chunk);
      length += chunk.length;
      if (length === times * result.length) resolve(digestOf(Buffer.concat(all)));
    });
  });
  expect(digest).toBe(digestOf(Buffer.concat(Array.from({ length: times }, () => result))));
  expect(host.connections).toBeGreaterThan(0);
});

test('IPv6 on both sides', async () => {
  const server = await plainServer(echoing, { host: '::1' });
  const { port, host } = await runningProxy({ to: server.target, hosts: ['::1'] });
  const client = await dialled(port, '::1');
  client.end('six');
  expect(String(await buffer(client))).toBe('six');
  expect(host.status).toMatchObject({
    address: `[::1]:${port}`,
    addresses: [`[::1]:${port}`],
    upstream: `[::1]:${server.target.port}`,
  });
});

test('where nobody listens behind it, who comes is refused, and it says why until the server is there', async () => {
  const to = { host: '127.0.0.1', port: await freePort() };
  const { host, port, said } = await runningProxy({ to });
  const client = await dialled(port);
  expect(await endOf(client)).toBe('ECONNRESET');
  await vi.waitUntil(() => host.status.state === 'failed', PATIENT);
  expect(host.status).toMatchObject({
    echo: null,
    failure: { code: 'connection-refused', message: `Nothing listens on 127.0.0.1:${to.port}.` },
    retryAt: expect.any(Number),
  });
  expect(said.filter((line) => line.startsWith('The proxy cannot reach'))).toHaveLength(1);
  await plainServer(
    (socket) => {
      socket.once('data', () => socket.write(encode({ name: 'ECHO_RES', data: bytes('gearbench') }, 'RES')));
    },
    { port: to.port },
  );
  await vi.waitUntil(() => host.status.state === 'running', PATIENT);
  expect(host.status).toMatchObject({ failure: null, retryAt: null });
});

test('what listened not, and then does and says nothing, does not answer', async () => {
  const to = { host: '127.0.0.1', port: await freePort() };
  const { host } = await runningProxy({ to });
  await vi.waitUntil(() => host.status.failure?.code === 'connection-refused', PATIENT);
  await plainServer(() => {}, { port: to.port });
  await vi.waitUntil(() => host.status.failure?.code === 'connection-timeout', PATIENT);
});

test('a port that is taken is told with who is in the way; a stop ends connections and the run', async () => {
  const server = await plainServer(echoing);
  const { host, port, stopped } = await runningProxy({ to: server.target });
  const second = await proxied({ to: server.target, port });
  expect(await second.host.start()).toMatchObject({
    state: 'failed',
    failure: { code: 'port-in-use', port, freePort: expect.any(Number) },
  });
  const client = await dialled(port);
  client.write('x');
  await once(client, 'data');
  const { run } = host.status;
  const ended = endOf(client);
  expect(await host.stop()).toMatchObject({ state: 'stopped', run, addresses: [], echo: null, failure: null });
  await ended;
  expect([stopped, host.connections, host.target]).toEqual([[run], 0, undefined]);
  expect((await host.start()).run).toBeGreaterThan(run);
  await sleep(0);
});
