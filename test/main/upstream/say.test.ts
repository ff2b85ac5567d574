import { expect, test } from 'vitest';
import type { Target } from '../../../main/net/dial.ts';
import { say } from '../../../main/upstream/say.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/processes.ts';
import { textServer } from '../../support/text-server.ts';

const MOST = { kept: 1000, taken: 10_000 };

const ask = (target: Target, line: string, { patience = 60_000, ...more }: Partial<Parameters<typeof say>[0]> = {}) =>
  say({ target, line, patience, most: MOST, ...more });

const said = async (...parts: Parameters<typeof ask>) => {
  const { bytes, left, end } = await ask(...parts);
  return [bytes.toString('latin1'), left, end];
};

test('our own server says what it says to any line, whether it knows it or not', async () => {
  const { target } = await runningServer();
  expect(await said(target, 'status')).toEqual(['.\n', 0, 'whole']);
  expect(await said(target, 'maxqueue resize 3')).toEqual(['OK\r\n', 0, 'whole']);
  expect(await said(target, 'shutdown')).toEqual([
    'ERR UNKNOWN_COMMAND Unknown+server+commandshutdown\r\n',
    0,
    'whole',
  ]);
});

test('nothing is an answer, too', async () => {
  const server = await textServer(() => null);
  expect(await said(server, 'workers')).toEqual(['', 0, 'whole']);
});

test('of a long answer the beginning is kept, and what is left out is counted', async () => {
  const server = await textServer(() => 'x'.repeat(4000));
  expect(await said(server, 'status')).toEqual(['x'.repeat(1000), 3000, 'whole']);
});

test('one that has more bytes than are taken in is given up', async () => {
  const server = await fakeServer((heard, connection) => {
    if (heard === 'status') connection.write(Buffer.from('x'.repeat(20_000))); // and more of it would come
  });
  const { bytes, left, end } = await ask(server, 'status');
  expect([bytes.length, end]).toEqual([1000, 'cut']);
  expect(left).toBeGreaterThan(8000);
});

test('what a server said before it closed the connection is told', async () => {
  const server = await fakeServer((heard, connection) => {
    if (heard !== 'shutdown') return;
    connection.write(Buffer.from('OK\r\n'));
    connection.close();
  });
  expect(await said(server, 'shutdown')).toEqual(['OK\r\n', 0, 'closed']);
});

test('what came in time of an answer that did not come whole is told', async () => {
  const server = await fakeServer((heard, connection) => {
    if (heard === 'status') connection.write(Buffer.from('resize\t1\t'));
  });
  expect(await said(server, 'status', { patience: 500 })).toEqual(['resize\t1\t', 0, 'late']);
});

test('nobody waits for it any more: the connection is closed', async () => {
  const server = await fakeServer(() => {});
  const ending = new AbortController();
  const asked = ask(server, 'status', { signal: ending.signal });
  const [connection] = await until('the line', () =>
    server.connections[0]?.heard[0] === 'status' ? server.connections : undefined,
  );
  ending.abort();
  await expect(asked).rejects.toMatchObject({ code: 'connection-lost', details: { why: 'given-up' } });
  await connection?.ended;
});

test('nobody listens, or it is no job server', async () => {
  await expect(ask({ host: '127.0.0.1', port: await freePort() }, 'status')).rejects.toMatchObject({
    code: 'connection-refused',
  });
});

test('our connection is known as ours', async () => {
  const { target, origins } = await runningServer();
  const claimed: string[] = [];
  await ask(target, 'status', {
    origins: {
      claim: (socket, origin) => {
        claimed.push(origin);
        origins.claim(socket, origin);
      },
    },
  });
  expect(claimed).toEqual(['self']);
});
