import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { addressOf, dial, explain } from '../../../main/net/dial.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';

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
    message: 'The connection to db:1 broke: read ECONNRESET.',
    details: { address: 'db:1', reason: 'read ECONNRESET' },
  });
  expect(addressOf({ host: 'fe80::1', port: 7 })).toBe('[fe80::1]:7');
});
