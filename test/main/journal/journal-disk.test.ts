import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { asRead } from '../../../main/util/log.ts';
import { journalOf } from '../../support/journal.ts';
import { PATIENT } from '../../support/patient.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A journal on a disk of its own; what it told, and how it is. */
async function onDisk() {
  const disk = await smallDisk('4m');
  const told: string[] = [];
  const log = {
    info: () => {},
    warn: (text: string) => told.push(asRead(text)),
    error: (text: string) => told.push(asRead(text)),
  };
  const path = join(disk.folder, 'jobs.db');
  const jobs = journalOf({ path, log, retryAfter: 50 });
  const state = (wanted: 'on' | 'failed') =>
    vi.waitUntil(async () => {
      const { journal } = await jobs.window();
      return journal.state === wanted && journal;
    }, PATIENT);
  return { disk, path, told, jobs, state };
}

/** What a list shows: `H:t:1 done`. */
const statesOf = async ({ window }: ReturnType<typeof journalOf>, rows = 100) =>
  (await window({ rows, descending: false })).rows.map(({ key, state }) => `${key.handle} ${state}`);

test.skipIf(!canMount)(
  'on a full disk jobs go on and are told; with room all of them are kept, as they are by then',
  async () => {
    const { disk, path, told, jobs, state } = await onDisk();
    jobs.submit(1);
    jobs.complete(1);
    jobs.submit(2, { background: true });
    jobs.submit(3);
    jobs.assign(3);
    await jobs.written();
    disk.fill();
    for (let job = 4; job <= 9; job += 1) jobs.submit(job, { workload: 'x'.repeat(60_000) });
    expect(await state('failed')).toMatchObject({ problem: { code: 'journal-disk-full', details: { path } } });
    jobs.submit(10, { workload: 'while it is full' });
    jobs.complete(3, 'done while it is full');
    expect((await statesOf(jobs)).slice(1, 4)).toEqual(['H:t:2 queued', 'H:t:3 done', 'H:t:4 queued']);

    disk.empty();
    expect(await state('on')).toMatchObject({ problem: null });
    jobs.assign(2);
    jobs.complete(2);
    jobs.complete(10);
    jobs.submit(11);
    await vi.waitUntil(async () => (await jobs.window()).journal.jobs === 11, PATIENT);
    const all = [
      '1 done',
      '2 done',
      '3 done',
      ...[4, 5, 6, 7, 8, 9].map((job) => `${job} queued`),
      '10 done',
      '11 queued',
    ];
    expect(await statesOf(jobs)).toEqual(all.map((each) => `H:t:${each}`));
    expect(told).toEqual([
      `What happens to jobs is not kept. The history of jobs in ${path} cannot grow: the disk is full.`,
      'What happens to jobs is kept again.',
    ]);
    expect(await jobs.found('full')).toEqual(['H:t:3', 'H:t:10']);

    // It is all in the file: another start reads it from there.
    await jobs.journal.close();
    const next = journalOf({ path, run: 8 });
    next.submit(12);
    await vi.waitUntil(async () => (await next.window()).total === 12, PATIENT);
    expect((await statesOf(next)).slice(0, 3)).toEqual(['H:t:1 done', 'H:t:2 done', 'H:t:3 done']);
    expect(await next.found('full')).toEqual(['H:t:3', 'H:t:10']);
  },
);

test.skipIf(!canMount)(
  'a disk that can only be read is told; when it can be written again nothing is missing',
  async () => {
    const { disk, path, told, jobs } = await onDisk();
    jobs.submit(1);
    await jobs.written();
    await jobs.journal.close();
    disk.remount('ro');
    const next = journalOf({
      path,
      run: 8,
      retryAfter: 50,
      log: { info() {}, warn: (text) => told.push(asRead(text)), error: (text) => told.push(asRead(text)) },
    });
    next.submit(2);
    await vi.waitUntil(async () => (await next.window()).journal.state === 'failed', PATIENT);
    expect((await next.window()).journal.problem?.code).toBe('journal-read-only');
    next.complete(2);
    expect(await statesOf(next)).toEqual(['H:t:2 done']);
    disk.remount('rw');
    await vi.waitUntil(async () => (await next.window()).journal.jobs === 2, PATIENT);
    expect(await statesOf(next)).toEqual(['H:t:1 lost', 'H:t:2 done']);
  },
);

test('a file that is removed with its folder is told, and the next one has what is remembered', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'jobs.db');
  const told: string[] = [];
  const log = {
    info() {},
    warn: (text: string) => told.push(asRead(text)),
    error: (text: string) => told.push(asRead(text)),
  };
  const jobs = journalOf({ path, log, retryAfter: 50 });
  jobs.submit(1);
  await jobs.written();
  await rm(folder, { recursive: true });
  jobs.complete(1);
  jobs.submit(2);
  await vi.waitUntil(() => told.length === 2, PATIENT);
  expect(told).toEqual([
    `What happens to jobs is not kept. The history of jobs in ${path} was removed while it was in use.`,
    'What happens to jobs is kept again.',
  ]);
  await jobs.written();
  expect(await statesOf(jobs)).toEqual(['H:t:1 done', 'H:t:2 queued']);
  expect((await stat(path)).size).toBeGreaterThan(0);
});

test.skipIf(!canMount)('ten thousand jobs of a full disk are there when it has room', async () => {
  const { disk, jobs, state } = await onDisk();
  jobs.submit(1);
  await jobs.written();
  disk.fill();
  for (let job = 2; job <= 10_000; job += 1) jobs.submit(job);
  await state('failed');
  disk.remount('size=64m');
  await vi.waitUntil(async () => (await jobs.window()).journal.jobs === 10_000, PATIENT);
  const { rows } = await jobs.window({ from: 9991, rows: 10, descending: false });
  expect(rows.map(({ key }) => key.handle)).toEqual(Array.from({ length: 10 }, (_, at) => `H:t:${9991 + at}`));
});
