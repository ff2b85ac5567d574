import { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { ThreadedRunner } from '../../../main/workers/threaded-runner.ts';
import { isAlive } from '../../support/alive.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { argv, engineOf, shell } from '../../support/engine.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';

/** The thread that was spoken to last, of those that are spoken to from now on. */
function threadOf(): () => Worker | undefined {
  let last: Worker | undefined;
  const post = Worker.prototype.postMessage;
  const spy = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...args) {
    last = this;
    post.apply(this, args);
  });
  afterThisTest(() => spy.mockRestore());
  return () => last;
}

const environment = { PATH: process.env['PATH'] ?? '' };

test('where the thread of the commands ends, the command that runs ends with it, and the next one is run', async () => {
  const thread = threadOf();
  const onLost = vi.fn();
  const runner = new ThreadedRunner({
    command: { kind: 'shell', line: 'echo $$ >&2; cat; exec sleep 300' },
    environment,
    folder: '/',
    onLost,
  });
  afterThisTest(() => runner.close());
  const signal = new AbortController().signal;
  const told: Buffer[] = [];
  const running = runner.run({ workload: bytes('a'), signal, onErrors: (text) => told.push(text) });
  running.catch(() => {});
  const pid = await vi.waitUntil(() => Number.parseInt(String(Buffer.concat(told)), 10), PATIENT);
  await thread()?.terminate();
  await expect(running).rejects.toMatchObject({ code: 'command-lost' });
  expect(onLost).toHaveBeenCalledOnce();
  await vi.waitUntil(() => !isAlive(pid), PATIENT);
  const again = new AbortController();
  const more: Buffer[] = [];
  const next = runner.run({ workload: bytes('b'), signal: again.signal, onOutput: (text) => more.push(text) });
  await vi.waitUntil(() => String(Buffer.concat(more)) === 'b', PATIENT);
  again.abort();
  expect((await next).signal).toBe('SIGTERM');
});

test('the job that it had fails, the worker takes the next one, and the window is told', async () => {
  const { call, define, submit, reaches, idle } = await engineOf();
  await call('server.start', {});
  await define('slow', shell('sleep 300'));
  await define('cat', argv('cat'));
  for (const name of ['slow', 'cat']) {
    await call('workers.start', { name });
    await idle(name);
  }
  const thread = threadOf();
  const slow = await submit('slow', 'x');
  await reaches(slow.id, 'running');
  await vi.waitUntil(() => thread() !== undefined, PATIENT);
  await thread()?.terminate();
  await reaches(slow.id, 'failed');
  const next = await submit('cat', 'goes on');
  expect(Buffer.from((await reaches(next.id, 'done')).result.bytes ?? []).toString()).toBe('goes on');
  expect(await call('faults.list', undefined)).toMatchObject([{ kind: 'commands' }]);
});
