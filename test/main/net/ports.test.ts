import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { dialable, isLoopback, isServed, nextFreePort } from '../../../main/net/ports.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';

const BOTH = ['127.0.0.1', '::1'];

async function occupy(port: number, host = '127.0.0.1'): Promise<void> {
  const server = createServer((socket) => void socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen({ host, port, ipv6Only: true }, resolve));
  afterThisTest(() => void server.close());
}

/** A port after which so many are free too. */
async function freePorts(count: number): Promise<number> {
  const port = await freePort();
  for (let next = 1; next < count; next += 1) if (await isServed(BOTH, port + next)) return freePorts(count);
  return port;
}

test('a port is served when somebody answers on one of the addresses', async () => {
  const port = await freePort();
  expect(await isServed(BOTH, port)).toBe(false);
  await occupy(port, '::1');
  expect([await isServed(BOTH, port), await isServed(['127.0.0.1'], port), await isServed(['::'], port)]).toEqual([
    true,
    false,
    true,
  ]);
});

test('the next free port is one that is free on all addresses', async () => {
  const port = await freePorts(4);
  await occupy(port);
  await occupy(port + 1, '::1');
  await occupy(port + 2, '127.0.0.1');
  expect(await nextFreePort(BOTH, port)).toBe(port + 3);
  expect(await nextFreePort(['127.0.0.1'], port)).toBe(port + 1);
});

test('above the last port there is none', async () => {
  expect(await nextFreePort(BOTH, 65_535)).toBe(null);
});

test('where a listener is reached, and whether only from here', () => {
  expect(['0.0.0.0', '::', '127.0.0.1', 'example.org'].map(dialable)).toEqual([
    '127.0.0.1',
    '::1',
    '127.0.0.1',
    'example.org',
  ]);
  expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true, true]);
  expect(['0.0.0.0', '::', '192.168.0.127', 'localhost.example', '1127.0.0.1'].map(isLoopback)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
