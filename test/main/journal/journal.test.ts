import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { JOB_STATES } from '../../../main/contract/job-states.ts';
import { JobQuery, JobSort } from '../../../main/contract/jobs.ts';
import { journalOf } from '../../support/journal.ts';
import { PATIENT } from '../../support/patient.ts';
import { background } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a job is in the list as soon as it was heard of, and its story from the file is the same as from memory', async () => {
  const { submit, assign, data, complete, key, journal, window, written } = journalOf();
  submit(1, { workload: 'abc', unique: 'u', priority: 'high', background: true });
  expect((await window()).rows).toMatchObject([
    { key: key(1), state: 'queued', preview: Uint8Array.from(Buffer.from('abc')) },
  ]);
  assign(1);
  data(1, 'part ');
  complete(1, 'rest');
  const { rows, counts, total } = await window();
  expect([rows[0]?.state, counts.done, total]).toEqual(['done', 1, 1]);
  await written();
  const recent = journal.recent.detail(key(1), 1000);
  journal.recent.clear();
  const kept = await journal.detail(key(1), 1000);
  expect(kept).toEqual(JSON.parse(JSON.stringify(recent), bytesAgain));
  expect(kept?.steps.map(({ kind }) => kind)).toEqual(['submitted', 'assigned', 'data', 'complete']);
});

/** Contents compare by their bytes. */
function bytesAgain(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('type' in value && value.type === 'Buffer') return Uint8Array.from((value as unknown as { data: number[] }).data);
  return '0' in value && !Array.isArray(value) ? Uint8Array.from(Object.values(value)) : value;
}

test('jobs of an earlier start are there again; what was unfinished is lost', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const before = journalOf({ path, run: 1 });
  for (const job of [1, 2, 3]) before.submit(job, { workload: `of before ${job}` });
  before.assign(2);
  before.complete(1, 'result');
  await before.journal.close();
  const now = journalOf({ path, run: 2 });
  now.submit(1);
  await vi.waitUntil(async () => (await now.window()).total === 4, PATIENT);
  const { rows, counts } = await now.window();
  expect(rows.map(({ key, state }) => `${key.run} ${key.handle} ${state}`)).toEqual([
    '2 H:t:1 queued',
    '1 H:t:3 lost',
    '1 H:t:2 lost',
    '1 H:t:1 done',
  ]);
  expect(counts).toMatchObject({ queued: 1, done: 1, lost: 2, running: 0 });
  expect(rows[2]).toMatchObject({ client: '#1', worker: '#2' });
  const lost = await now.journal.detail(before.key(2), 100);
  expect(lost?.steps.map(({ kind }) => kind)).toEqual(['submitted', 'assigned', 'dropped']);
  expect(await now.journal.content(before.key(1), 'result')).toEqual(Buffer.from('result'));
});

test.each([
  ['ends', true],
  ['is killed', false],
])('a job on disk is not lost when its server %s, and each start says what it is at the others', async (_, ends) => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const starts = [];
  for (const run of [1, 2, 3]) {
    const start = journalOf({ path, run });
    if (run === 1) {
      start.submit(1, { background: true, keptAs: 5, unique: 'u' });
      start.submit(2, { background: true, keptAs: 6 });
      start.submit(3);
      start.assign(1);
    } else {
      start.find(1, { keptAs: 5, unique: 'u' });
      // The number of a job that has ended is given again.
      start.submit(2, { background: true, keptAs: 6, functionName: 'another' });
    }
    await start.window();
    if (run === 2) start.assign(1);
    if (run === 3) start.complete(1);
    if (run < 3 && ends) start.endRun();
    if (run < 3) await start.journal.close();
    starts.push(start);
  }
  const [first, second, third] = starts as [(typeof starts)[0], (typeof starts)[0], (typeof starts)[0]];
  const { rows, counts } = await third.window();
  expect(rows.map(({ key, state }) => `${key.run} ${key.handle} ${state}`)).toEqual([
    '3 H:t:2 queued',
    '3 H:t:1 done',
    '2 H:t:2 kept',
    '2 H:t:1 kept',
    '1 H:t:3 lost',
    '1 H:t:2 kept',
    '1 H:t:1 kept',
  ]);
  expect(counts).toMatchObject({ kept: 4, lost: 1 });
  const { journal } = third;
  expect(await journal.otherStarts(first.key(1))).toEqual({ before: null, after: second.key(1) });
  expect(await journal.otherStarts(second.key(1))).toEqual({ before: first.key(1), after: third.key(1) });
  expect(await journal.otherStarts(third.key(1))).toEqual({ before: second.key(1), after: null });
  for (const key of [first.key(2), first.key(3), third.key(2)])
    expect(await journal.otherStarts(key)).toEqual({ before: null, after: null });
  const kept = await journal.detail(first.key(1), 10);
  expect(kept?.steps.map(({ kind }) => kind)).toEqual(['submitted', 'assigned']);
});

test('names and contents are kept as the bytes that they are', async () => {
  const { submit, complete, key, journal } = journalOf();
  const odd = Buffer.from([0, 0xff, 0xc3, 0x28, 0x80]);
  submit(1, { handle: 'H:\xff\xfe:1', functionName: '\xc3\x28', unique: '\x80\xe5', workload: odd });
  complete(1, odd);
  journal.recent.clear();
  const kept = await journal.detail(key(1), 100);
  expect(kept).toMatchObject({ key: key(1), function: '\xc3\x28', unique: '\x80\xe5', resultSize: 5 });
  expect([kept?.workload.bytes, kept?.result.bytes]).toEqual([Uint8Array.from(odd), Uint8Array.from(odd)]);
});

test('newest first, positions stay as jobs come; any part of the list can be had', async () => {
  const { submit, window, shown } = journalOf();
  for (let job = 1; job <= 300; job += 1) submit(job);
  const { first, from, total } = await window({ rows: 3 });
  expect([first, from, total, await shown({ rows: 3 })]).toEqual([-300, -300, 300, [300, 299, 298]]);
  submit(301);
  expect(await shown({ from: -299, rows: 2 })).toEqual([299, 298]);
  expect(await shown({ from: Number.MAX_SAFE_INTEGER, rows: 2 })).toEqual([1]);
  expect(await shown({ descending: false, from: 150, rows: 3 })).toEqual([150, 151, 152]);
});

test('of more jobs than may be kept the oldest leave', async () => {
  const { submit, window, shown } = journalOf({ journalJobs: 1000 });
  for (let job = 1; job <= 2500; job += 1) submit(job);
  await vi.waitUntil(async () => (await window()).journal.forgotten > 0, PATIENT);
  const { total, journal: state } = await window();
  expect(total).toBeGreaterThan(900);
  expect(total).toBeLessThanOrEqual(1000);
  expect(state.forgotten + total).toBe(2500);
  expect(await shown({ rows: 2 })).toEqual([2500, 2499]);
});

test('what is cleared is gone, but for what has not ended; and that goes on', async () => {
  const { submit, assign, complete, journal, shown, window, key } = journalOf();
  for (const job of [1, 2, 3]) submit(job, { workload: `w${job}` });
  complete(1);
  assign(3);
  await journal.clear();
  expect([await shown(), journal.recent.record(key(1))]).toEqual([[3, 2], undefined]);
  complete(2, 'done');
  const { rows, counts } = await window();
  expect(rows.map(({ state }) => state)).toEqual(['running', 'done']);
  expect(counts).toMatchObject({ running: 1, done: 1, queued: 0 });
  expect((await journal.detail(key(2), 100))?.workload.bytes).toEqual(Buffer.from('w2'));
});

test('a server that stops loses what was unfinished, however long ago it was written', async () => {
  const { submit, complete, endRun, window, journal, key } = journalOf();
  for (const job of [1, 2, 3]) submit(job);
  complete(2);
  endRun();
  const { rows } = await window();
  expect(rows.map(({ state }) => state)).toEqual(['lost', 'done', 'lost']);
  expect((await journal.detail(key(3), 10))?.steps.at(-1)?.kind).toBe('dropped');
});

test('lists of a state, sorted, are the same as those of the jobs in memory', async () => {
  const { submit, assign, complete, fail, data, journal, window } = journalOf();
  const words = ['c', 'a', 'b', 'd', 'a'];
  for (const [index, functionName] of words.entries())
    submit(index + 1, {
      functionName,
      priority: (['high', 'normal', 'low'] as const)[index % 3] ?? 'low',
      workload: 'x'.repeat(7 - index),
    });
  assign(4);
  assign(2);
  complete(2, 'long result');
  data(4, 'lo');
  fail(4);
  assign(1);
  for (const sort of JobSort.options)
    for (const states of [[], ['queued'], ['done', 'failed']] as const)
      for (const descending of [true, false]) {
        const query = {
          sort,
          states: [...states],
          servers: null,
          without: [],
          descending,
          from: 0,
          rows: 100,
          search: '',
        };
        const handles = (rows: readonly { key: { handle: string } }[]) => rows.map(({ key }) => key.handle);
        const memory = journal.recent.window(query, Date.now());
        const kept = await window({ ...query, from: null });
        expect([sort, states, handles(kept.rows)]).toEqual([sort, states, handles(memory.rows)]);
        expect(kept.counts).toEqual(memory.counts);
      }
});

test('any list of some servers has their jobs and no others, in the file, in memory, and at the next start', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const names = ['local', 'staging', 'a-proxy', 'gone'];
  const { submit, assign, complete, journal, window, written } = journalOf({ path });
  const jobs = Array.from({ length: 200 }, (_, index) => {
    const server = names[(index * 7 + (index >> 3)) % 3] as string;
    const functionName = index % 2 === 0 ? 'even' : 'odd';
    submit(index, { server, functionName });
    if (index % 3 === 0) assign(index);
    if (index % 6 === 0) complete(index);
    return { index, server, functionName, state: index % 6 === 0 ? 'done' : index % 3 === 0 ? 'running' : 'queued' };
  });
  await written();
  const anyQuery = fc.record({
    servers: fc.option(fc.subarray(names), { nil: null }),
    without: fc.subarray(names),
    states: fc.subarray(['done', 'running', 'queued', 'failed'] as const),
    search: fc.constantFrom('', 'even', 'odd', 'neither'),
    descending: fc.boolean(),
    sort: fc.constantFrom('submitted' as const, 'server' as const),
  });
  const check = (of: (query: Parameters<typeof window>[0]) => ReturnType<typeof window>, lost = false) =>
    fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const shown = await vi.waitUntil(async () => {
          const found = await of({ ...query, rows: 500 });
          return (found.search === null || found.search.looked === found.search.of) && found;
        }, PATIENT);
        const stateOf = ({ state }: (typeof jobs)[0]) => (lost && state !== 'done' ? 'lost' : state);
        const inScope = jobs.filter(
          (job) =>
            (query.servers?.includes(job.server) ?? true) &&
            !query.without.includes(job.server) &&
            (query.search || job.functionName) === job.functionName,
        );
        const wanted = inScope
          .filter((job) => query.states.length === 0 || (query.states as string[]).includes(stateOf(job)))
          .sort((a, b) =>
            query.sort === 'server' && a.server !== b.server ? (a.server < b.server ? -1 : 1) : a.index - b.index,
          );
        if (query.descending) wanted.reverse();
        expect(shown.rows.map(({ key }) => `${key.server} ${key.handle}`)).toEqual(
          wanted.map(({ server, index }) => `${server} H:t:${index}`),
        );
        expect(shown.counts).toEqual(
          Object.fromEntries(
            JOB_STATES.map((state) => [state, inScope.filter((job) => stateOf(job) === state).length]),
          ),
        );
      }),
      { numRuns: 60 },
    );
  await check(window);
  await check(async (query) => {
    const off = journal.recent.window(JobQuery.parse({ rows: 500, ...query }), Date.now());
    return { ...off, journal: journal.state };
  });
  await journal.close();
  const next = journalOf({ path, run: 8 });
  await vi.waitUntil(async () => (await next.window()).journal.read === 1, PATIENT);
  await check(next.window, true);
});

test('switched off, the newest jobs are seen all the same; what was kept stays', async () => {
  const folder = await temporaryFolder();
  const { submit, journal, window, written } = journalOf({ path: join(folder, 'jobs.db') });
  submit(1);
  await written();
  await journal.changeSettings({ journal: false, journalJobs: 1000, journalSize: 16 });
  submit(2);
  const off = await window();
  expect([off.total, off.journal.state]).toEqual([2, 'off']);
  await journal.changeSettings({ journal: true, journalJobs: 1000, journalSize: 16 });
  submit(3);
  const on = await window();
  expect([on.rows.map(({ key }) => key.handle), on.journal.state]).toEqual([['H:t:3', 'H:t:1'], 'on']);
  expect(await readdir(folder)).toContain('jobs.db');
});

test('a program that is killed in the middle of it leaves a journal that goes on', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const program = fileURLToPath(new URL('../../support/journal-killed.ts', import.meta.url));
  for (const [round, written] of [1, 500_000, 6_000_000].entries()) {
    const { child, stop } = background(process.execPath, [program, path], { stdio: 'pipe' });
    await vi.waitUntil(() => (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > written, PATIENT);
    child.kill('SIGKILL');
    await stop();
    const { journal, window, found } = journalOf({ path, run: 10 + round, journalJobs: 2000 });
    await vi.waitUntil(async () => (await window()).journal.read === 1, PATIENT);
    const { total, counts, rows, journal: state } = await window({ rows: 500 });
    expect(state).toMatchObject({ state: 'on', problem: null });
    if (round === 2) expect(total).toBeGreaterThan(0);
    expect([counts.lost + counts.done, counts.queued]).toEqual([total, 0]);
    // What is there is whole: its story, its contents, and what it is found by.
    for (const row of rows.slice(0, 5)) {
      const job = await journal.detail(row.key, 100);
      const number = row.key.handle.slice(4);
      expect(Buffer.from(job?.workload.bytes ?? []).toString()).toBe(`work ${number}`);
      expect(await found(`u${number}`)).toContain(row.key.handle);
    }
    await journal.close();
  }
});

test('a part of the file that is read in full pages is there again, to the oldest job', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const parts = 4096; // as many as are read at once
  const before = journalOf({ path, journalJobs: 16 * parts });
  const jobs = 2 * parts + 10;
  for (let job = 1; job <= jobs; job += 1) before.submit(job);
  await before.journal.close();
  const { window, shown } = journalOf({ path, run: 8, journalJobs: 16 * parts });
  await vi.waitUntil(async () => (await window()).journal.read === 1, PATIENT);
  expect((await window()).total).toBe(jobs);
  expect(await shown({ rows: 1, descending: false })).toEqual([1]);
});

test('with a lower limit the oldest leave at once, and the disk has the room again', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const { submit, journal, window, shown } = journalOf({ path, journalJobs: 20_000 });
  for (let job = 1; job <= 15_000; job += 1) submit(job, { workload: `${job} `.repeat(40) });
  await vi.waitUntil(async () => (await window()).journal.jobs === 15_000 && journal.behind === 0, PATIENT);
  const size = () => ['', '-wal'].reduce((sum, end) => sum + statSync(path + end).size, 0);
  const before = size();
  await journal.changeSettings({ journal: true, journalJobs: 2000, journalSize: 1000 });
  await vi.waitUntil(async () => (await window()).total <= 2000, PATIENT);
  expect(await shown({ rows: 1 })).toEqual([15_000]);
  expect(await shown({ rows: 1, from: Number.MAX_SAFE_INTEGER })).toEqual([13_751]);
  expect(size()).toBeLessThan(before / 2);
});

test('of more bytes than may be kept the oldest jobs leave', async () => {
  const { submit, window, journal } = journalOf({ journalSize: 16 });
  for (let job = 1; job <= 600; job += 1) {
    submit(job, { workload: Buffer.alloc(60_000, job % 256) });
    if (job % 50 === 0) await vi.waitUntil(() => journal.behind < 10, PATIENT);
  }
  await vi.waitUntil(async () => (await window()).journal.forgotten > 0, PATIENT);
  const { journal: state, rows } = await window({ rows: 1 });
  expect(state.bytes).toBeLessThan(16_000_000);
  expect(rows[0]?.key.handle).toBe('H:t:600');
});

/** Bytes of that size that are no other's. */
const large = (bytes: number, first: string) => Buffer.alloc(bytes, `${first} 0123456789 `);

test('large contents are whole at the next start, and are not read where only a list is shown', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const before = journalOf({ path, run: 1 });
  const [workload, part, end, said] = ['workload', 'part', 'end', 'said'].map((name) => large(300_000, name));
  before.submit(1, { workload: workload as Buffer });
  before.assign(1);
  before.data(1, part as Buffer);
  await before.written();
  before.complete(1, end as Buffer);
  before.submit(2, { workload: 'small' });
  before.assign(2);
  before.exception(2, String(said));
  await before.journal.close();
  const { journal, window } = journalOf({ path, run: 2 });
  await vi.waitUntil(async () => (await window()).total === 2, PATIENT);
  const result = Buffer.concat([part as Buffer, end as Buffer]);
  expect(await journal.content(before.key(1), 'workload')).toEqual(workload);
  expect(await journal.content(before.key(1), 'result')).toEqual(result);
  expect(await journal.content(before.key(2), 'exception')).toEqual(said);
  const detail = await journal.detail(before.key(1), 1000);
  expect(detail?.workload).toMatchObject({ size: 300_000, kept: 300_000 });
  expect(detail?.result).toMatchObject({ size: 600_000, kept: 600_000 });
  expect(detail?.workload.bytes?.length).toBe(65_536);
});

test('of a content beyond the limit the first bytes are kept, and how many is said', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const settings = { journalSize: 16 } as const; // MB: a 64th of it is 250,000 bytes
  const before = journalOf({ path, run: 1, ...settings });
  const [workload, result] = [large(260_000, 'w'), large(200_000, 'r')];
  before.submit(1, { workload });
  before.assign(1);
  before.data(1, result);
  before.complete(1, result);
  await before.journal.close();
  const { journal, window } = journalOf({ path, run: 2, ...settings });
  await vi.waitUntil(async () => (await window()).total === 1, PATIENT);
  expect((await window()).journal.limits.content).toBe(250_000);
  expect(await journal.content(before.key(1), 'workload')).toBe(null);
  expect(await journal.kept(before.key(1), 'workload')).toEqual({
    size: 260_000,
    bytes: workload.subarray(0, 250_000),
  });
  const both = Buffer.concat([result, result]).subarray(0, 250_000);
  expect(await journal.kept(before.key(1), 'result')).toEqual({ size: 400_000, bytes: both });
  expect(await journal.detail(before.key(1), 1)).toMatchObject({
    workload: { size: 260_000, kept: 250_000 },
    result: { size: 400_000, kept: 250_000 },
  });
});

test('a job that waits is whole when the rest is cleared', async () => {
  const path = join(await temporaryFolder(), 'jobs.db');
  const { journal, submit, key, written, window } = journalOf({ path });
  const workload = large(200_000, 'waits');
  submit(1, { workload });
  submit(2, { workload: 'small' });
  await written();
  await journal.clear();
  expect((await window()).total).toBe(2);
  await journal.close();
  const again = journalOf({ path, run: 9 });
  expect(await again.journal.content(key(1), 'workload')).toEqual(workload);
  expect(await again.journal.content(key(2), 'workload')).toEqual(Buffer.from('small'));
});
