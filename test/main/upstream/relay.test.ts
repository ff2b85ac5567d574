import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { afterThisTest } from '../../support/cleanup.ts';
import { PATIENT } from '../../support/patient.ts';
import { digestOf, plainServer, runningProxy } from '../../support/proxied.ts';

async function dialled(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true });
  afterThisTest(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

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

test('what is no Gearman is relayed and recorded as garbage', async () => {
  const server = await plainServer((socket) => socket.pipe(socket));
  const { port, seen } = await runningProxy({ to: server.target });
  const client = await dialled(port);
  const noise = Buffer.concat([Buffer.from('\0no Gearman at all', 'latin1'), randomBytes(300_000)]);
  client.end(noise);
  expect(digestOf(await buffer(client))).toBe(digestOf(noise));
  await vi.waitUntil(() => seen().filter((line) => line.includes(' out ')).length > 0, PATIENT);
  expect(new Set(seen().map((line) => line.split(' ').slice(1, 3).join(' ')))).toEqual(
    new Set(['in garbage', 'out garbage']),
  );
});
