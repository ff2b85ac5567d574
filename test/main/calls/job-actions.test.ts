import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { JobKey } from '../../../main/contract/keys.ts';
import { argv, engineOf, shell } from '../../support/engine.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { readCsv } from '../../support/read-csv.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function running(dataFolder?: string) {
  const engine = await engineOf(dataFolder === undefined ? {} : { dataFolder });
  await engine.call('server.start', {});
  const { call, submit } = engine;
  return {
    ...engine,
    /** Submits to a function in the background; its key. */
    async queued(name: string, text = 'x', more: object = {}): Promise<JobKey> {
      const { key } = await submit(name, text, { background: true, ...more });
      return key as JobKey;
    },
    stateOf: async (key: JobKey) => (await call('jobs.get', key))?.state,
  };
}

test('jobs are cancelled: who waits hears that they failed; what has ended stays as it was', async () => {
  const { call, define, idle, queued, stateOf, reaches, submit } = await running();
  await define('once', shell('cat'));
  await define('slow', shell('sleep 30'));
  for (const name of ['once', 'slow']) {
    await call('workers.start', { name });
    await idle(name);
  }
  const ended = await submit('once', 'a');
  await reaches(ended.id, 'done');
  const runs = await submit('slow', 'b');
  await reaches(runs.id, 'running');
  const waits = await queued('nobody');
  const keys = [ended.key, runs.key, waits] as JobKey[];
  expect(await call('jobs.cancel', { jobs: [...keys, { ...waits, run: 1 }] })).toEqual({ queued: 1, running: 1 });
  await reaches(runs.id, 'failed');
  expect(await Promise.all(keys.map(stateOf))).toEqual(['done', 'cancelled', 'cancelled']);
  expect(await call('jobs.cancel', { jobs: keys })).toEqual({ queued: 0, running: 0 });
});

test('a function is purged of what waits, however much that is, and of nothing else', async () => {
  const { call, port, stateOf, queued } = await running();
  const peer = await peerOf({ port });
  const packet = { name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('x') } as const;
  for (let count = 0; count < 2500; count += 1) peer.send(packet);
  const other = await queued('g');
  await vi.waitUntil(async () => (await call('overview.get', undefined)).waiting === 2501, PATIENT);
  expect(await call('jobs.count', { name: 'f' })).toEqual({ queued: 2500, running: 0 });
  expect(await call('jobs.purge', { name: 'f' })).toEqual({ jobs: 2500 });
  expect(await call('jobs.count', { name: 'f' })).toEqual({ queued: 0, running: 0 });
  expect((await call('overview.get', undefined)).waiting).toBe(1);
  const { counts } = await call('jobs.window', { from: 0, rows: 1 });
  expect([counts.cancelled, counts.queued, await stateOf(other)]).toEqual([2500, 1, 'queued']);
  expect(await call('jobs.purge', { name: 'f' })).toEqual({ jobs: 0 });
});

test('without a server nothing can be cancelled, purged or submitted again, and it says so', async () => {
  const { call, queued } = await running();
  const key = await queued('f');
  await call('server.stop', undefined);
  await expect(call('jobs.cancel', { jobs: [key] })).rejects.toMatchObject({ code: 'server-not-running' });
  await expect(call('jobs.purge', { name: 'f' })).rejects.toMatchObject({ code: 'server-not-running' });
  expect(await call('jobs.resubmit', { jobs: [key] })).toMatchObject({
    jobs: [],
    problem: { code: 'server-not-running' },
  });
});

test('jobs are submitted again as new ones, and each knows of the other, also after a restart', async () => {
  const dataFolder = await temporaryFolder();
  const first = await running(dataFolder);
  const { call, queued } = first;
  const unique = { kind: 'custom', value: 'u' };
  const old = [
    await queued('f', 'one', { priority: 'high', unique }),
    await queued('g', 'two', { priority: 'low' }),
  ] as const;
  const { jobs, notKept, problem } = await call('jobs.resubmit', { jobs: [...old, { ...old[0], handle: 'H:none:1' }] });
  expect([jobs.length, notKept, problem]).toEqual([2, 1, null]);
  const [one, two] = jobs as [JobKey, JobKey];
  expect(await call('jobs.get', one)).toMatchObject({
    function: 'f',
    priority: 'high',
    background: true,
    unique: '',
    submissions: 1,
    workload: { bytes: bytes('one') },
  });
  expect(await call('jobs.get', two)).toMatchObject({ priority: 'low', workload: { bytes: bytes('two') } });
  const { jobs: third } = await call('jobs.resubmit', { jobs: [old[0]] });
  await first.call('jobs.note', { job: old[0], note: 'The one of 中国 "x"' });
  await first.engine.close();

  const second = await running(dataFolder);
  expect(await second.call('jobs.about', old[0])).toEqual({
    note: 'The one of 中国 "x"',
    from: null,
    again: [one, ...third],
    before: null,
    after: null,
  });
  expect(await second.call('jobs.about', one)).toEqual({
    note: '',
    from: old[0],
    again: [],
    before: null,
    after: null,
  });
  await second.call('jobs.note', { job: old[1], note: 'gone' });
  await second.call('jobs.note', { job: old[1], note: '' });
  expect((await second.call('jobs.about', old[1])).note).toBe('');
});

test('the commands of jobs do in a terminal what the jobs did, whatever their names and workloads are', async () => {
  const { call, queued, define, idle, submit, reaches, port } = await running();
  await define('length', argv('wc', '-c'));
  await call('workers.start', { name: 'length' });
  await idle('length');
  const done = await submit('length', 'four');
  await reaches(done.id, 'done');
  const hostile: JobKey[] = [];
  for (const name of HOSTILE.filter((each) => !each.includes('\0'))) hostile.push(await queued(name));
  const { lines, left } = await call('jobs.command', { jobs: [done.key as JobKey, ...hostile.slice(0, 99)] });
  expect([lines.length + left, lines[0]]).toEqual([
    hostile.length + 1,
    expect.stringMatching(new RegExp(`^printf .*four.* \\| gearman .*-p ${port} .*-f length`)),
  ]);
});

test('a workload is told whole to be edited, unless it is too large for that', async () => {
  const { call, queued } = await running();
  const [small, large] = [await queued('f', 'a\0b'), await queued('f', 'x'.repeat(4 * 1024 * 1024 + 1))];
  expect(await call('jobs.workload', small)).toEqual(Uint8Array.from(bytes('a\0b')));
  expect(await call('jobs.workload', large)).toBe(null);
  await expect(call('jobs.workload', { ...small, handle: 'H:none:1' })).rejects.toMatchObject({ code: 'not-kept' });
});

test('chosen jobs are exported, and no others; hostile names and workloads are cells and texts', async () => {
  const { call, chosen, queued } = await running(await temporaryFolder());
  const folder = await temporaryFolder();
  const names = HOSTILE.filter((each) => !each.includes('\0'));
  const jobs: JobKey[] = [];
  for (const name of names)
    jobs.push(await queued(name, Buffer.from(name, 'latin1').toString('utf8'), { unique: { kind: 'none' } }));
  await queued('other');
  const exported = async (format: 'csv' | 'jsonl') => {
    chosen.save = join(folder, `chosen.${format}`);
    expect(await call('jobs.export', { format, jobs })).toEqual({ name: `chosen.${format}`, jobs: names.length });
    return readFile(chosen.save, 'utf8');
  };
  const [head, ...rows] = readCsv(await exported('csv'));
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]));
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  expect(rows.map((row) => row[2])).not.toContain('other');
  const texts = (await exported('jsonl'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).workload.text);
  expect(texts).toEqual(names.map((name) => Buffer.from(name, 'latin1').toString('utf8')));
  await expect(call('jobs.export', { format: 'csv', jobs: [] })).rejects.toThrow();
});
