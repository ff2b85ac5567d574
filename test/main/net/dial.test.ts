import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { addressOf, dial, explain } from '../../../main/net/dial.ts';
import { authority } from '../../support/certificates.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { PATIENT } from '../../support/patient.ts';
import { needs } from '../../support/peers.ts';

test('an open connection is handed over', async () => {
  const port = await freePort();
  const server = createServer((socket) => void socket.end('hello'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  afterThisTest(() => void server.close());
  const socket = await dial({ host: '127.0.0.1', port });
  expect(String((await socket.toArray())[0])).toBe('hello');
});

test('where nobody listens, the address is named', async () => {
  const port = await freePort();
  await expect(dial({ host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'connection-refused',
    message: `Nothing listens on 127.0.0.1:${port}.`,
    details: { address: `127.0.0.1:${port}` },
  });
  await expect(dial({ host: '::1', port })).rejects.toMatchObject({ message: `Nothing listens on [::1]:${port}.` });
});

test('who gives up earlier hears so', async () => {
  const target = { host: '127.0.0.1', port: await freePort() };
  await expect(dial(target, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'connection-lost' });
});

test.skipIf(!needs('openssl'))('who gives up while a server keeps silent hears so at once', async () => {
  const silent = await fakeServer(() => {});
  const tls = await (await authority()).credentials('client');
  const giveUp = new AbortController();
  const dialed = dial({ ...silent, tls }, { signal: giveUp.signal, timeout: 2 ** 30 });
  await vi.waitUntil(() => silent.connections.length === 1, PATIENT);
  giveUp.abort();
  await expect(dialed).rejects.toMatchObject({ code: 'connection-lost', details: { reason: 'it was given up' } });
  await silent.connections[0]?.ended;
});

test('what has been opened is not given up any more', async () => {
  const server = await fakeServer((heard, { write }) => write(Buffer.from(heard)));
  const giveUp = new AbortController();
  const socket = await dial(server, { signal: giveUp.signal });
  afterThisTest(() => void socket.destroy());
  giveUp.abort();
  socket.write('hello\n');
  expect(String((await once(socket, 'data'))[0])).toBe('hello');
});

test('where nobody answers in time, the time is named', async () => {
  vi.useFakeTimers();
  afterThisTest(() => void vi.useRealTimers());
  const dialed = dial({ host: '127.0.0.1', port: 4730 }, { timeout: 2500 });
  vi.advanceTimersByTime(2500); // before the system had a chance to answer
  await expect(dialed).rejects.toMatchObject({
    code: 'connection-timeout',
    message: '127.0.0.1:4730 did not answer within 2.5 s.',
    details: { address: '127.0.0.1:4730', seconds: 2.5 },
  });
});

test('any other failure is said with the reason of the system', () => {
  const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  expect(explain(error, { host: 'db', port: 1 })).toMatchObject({
    code: 'connection-lost',
    message: 'The connection to db:1 failed: read ECONNRESET.',
    details: { address: 'db:1', reason: 'read ECONNRESET' },
  });
  expect(addressOf({ host: 'fe80::1', port: 7 })).toBe('[fe80::1]:7');
});
