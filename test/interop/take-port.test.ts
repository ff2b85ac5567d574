import { existsSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { takePort } from '../../main/calls/take-port.ts';
import type { ServerStatus } from '../../main/contract/server.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { engineOf } from '../support/engine.ts';
import { PATIENT } from '../support/patient.ts';
import { needs } from '../support/peers.ts';
import { background } from '../support/processes.ts';
import { gearmand, ourServer, queue } from './servers.ts';
import { gearman, gearmanWorker } from './stock.ts';

const it = test.skipIf(process.platform !== 'linux' || !needs('gearmand') || !needs('gearman'));

const runs = (call: Awaited<ReturnType<typeof engineOf>>['call']) =>
  vi.waitFor(async () => expect((await call('server.status', undefined)).state).toBe('running'), PATIENT);

/** Our server on a port that is taken, and the calls by which it may be had. */
async function onTaken(port: number) {
  const { call } = await engineOf({ port });
  const { failure } = await call('server.start', {});
  return { call, failure };
}

it('a gearmand of this user is ended for its port, after it has told what is lost', async () => {
  const { port, pid } = await gearmand();
  await gearman(port, ['-b', '-f', 'stuck', 'x']);
  await gearman(port, ['-b', '-f', 'stuck', 'y']);
  await gearmanWorker(port, ['slow'], ['sh', '-c', 'while kill -0 $PPID; do sleep 0.1; done']);
  await gearman(port, ['-b', '-f', 'slow', 'x']);
  await vi.waitFor(async () => expect((await queue(port, 'slow')).running).toBe(1), PATIENT);
  const { call, failure } = await onTaken(port);
  expect(failure).toMatchObject({ code: 'port-in-use', owner: { pid, name: 'gearmand' }, ownGearmand: true });
  expect(await call('server.holder', { port })).toEqual({
    ...{ pid, name: 'gearmand', keeper: null },
    jobs: { queued: 2, running: 1 },
  });
  expect((await call('server.takePort', { port, pid })).addresses).toContain(`127.0.0.1:${port}`);
  await runs(call);
  await vi.waitFor(() => expect(existsSync(`/proc/${pid}/exe`)).toBe(false), PATIENT);
});

it('one that does not end is told and not killed; it ends when it can', async () => {
  const server = await gearmand();
  const { port, pid } = server;
  await server.stop();
  const start = vi.fn(async () => ({}) as ServerStatus);
  const calls = takePort({ start, patience: 500 });
  await expect(Promise.resolve(calls['server.takePort']({ port, pid }))).rejects.toMatchObject({
    code: 'port-kept',
    details: { name: 'gearmand', pid, port, seconds: 0.5 },
  });
  expect(await calls['server.holder']({ port })).toMatchObject({ pid, jobs: null }); // it hangs, and is there
  expect(start).not.toHaveBeenCalled();
  server.goOn();
  await vi.waitFor(async () => expect(await calls['server.holder']({ port })).toBe(null), PATIENT);
});

it('one that would be started again goes on: whoever keeps it has to let it go first', async () => {
  const { port, pid } = await gearmand();
  const start = vi.fn(async () => ({}) as ServerStatus);
  const keeper = { by: 'systemd', command: 'sudo systemctl stop gearman-job-server.service' } as const;
  const calls = takePort({ start, keeper: async (of) => (of === pid ? keeper : null) });
  expect(await calls['server.holder']({ port })).toMatchObject({ pid, keeper });
  await calls['server.takePort']({ port, pid });
  expect(start.mock.calls).toEqual([[port]]);
  expect(await gearman(port, ['-b', '-f', 'kept', 'x'])).toMatchObject({ code: 0 });
  expect(await calls['server.holder']({ port })).toMatchObject({ pid, jobs: { queued: 1, running: 0 } });
});

it('another process than the one that was agreed to is let be, and told of', async () => {
  const { port, pid } = await gearmand();
  const { call } = await onTaken(port);
  const other = background('sleep', ['60']);
  afterThisTest(other.stop);
  const agreed = other.child.pid as number;
  expect((await call('server.takePort', { port, pid: agreed })).failure).toMatchObject({ owner: { pid } });
  expect([existsSync(`/proc/${agreed}/exe`), existsSync(`/proc/${pid}/exe`)]).toEqual([true, true]);
});

it('what has ended by itself is in nobody’s way', async () => {
  const server = await gearmand();
  const { call } = await onTaken(server.port);
  await server.kill();
  expect(await call('server.holder', { port: server.port })).toBe(null);
  await call('server.takePort', { port: server.port, pid: server.pid });
  await runs(call);
});

const ours = ourServer();

it('a job server that is no gearmand is not offered to be ended', async () => {
  const { call, failure } = await onTaken(ours.port);
  expect(failure).toMatchObject({ code: 'port-in-use', owner: { pid: ours.pid, name: 'gearbench' } });
  expect(failure?.ownGearmand).toBe(undefined);
  expect(await call('server.holder', { port: ours.port })).toBe(null);
});
