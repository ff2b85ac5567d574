import { expect, test } from 'vitest';
import { type RegisteredWorker, workersView } from '../../../main/insight/workers.ts';
import { worker } from '../../support/samples.ts';

const registered = (connection: number, clientId = '', hidden = false): RegisteredWorker => ({
  connection,
  clientId,
  address: `127.0.0.1:${50_000 + connection}`,
  port: 50_000 + connection,
  functions: ['wc'],
  done: 0,
  failed: 0,
  handles: [],
  sleeping: true,
  hidden,
});

test('beside our own workers stands who else registered, with the time of its last word', () => {
  const crew = { function: 'wc', defined: 1, speaks: 'stdio' as const, workers: [worker('sleeping')] };
  const view = workersView(
    [crew],
    [registered(1, 'wc-1'), registered(2, 'php'), registered(3, '', true), registered(4)],
    (connection) => (connection === 2 ? 1234 : 0),
  );
  expect(view.managed).toEqual([crew]);
  expect(view.outside.map(({ connection, lastPacketAt }) => [connection, lastPacketAt])).toEqual([
    [2, 1234],
    [4, null],
  ]);
});
