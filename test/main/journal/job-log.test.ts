import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent, JobFacts } from '../../../main/contract/job-event.ts';
import { JobQuery, type JobState } from '../../../main/contract/jobs.ts';
import type { JobKey } from '../../../main/contract/keys.ts';
import { JobLog, type JobLogOptions } from '../../../main/journal/job-log.ts';
import { jobFacts } from '../../support/job-facts.ts';
import { bytes } from '../../support/packets.ts';

const SOURCE = { server: 'local', run: 7, who: (connection: number) => `#${connection}` };

/** A journal of one run, spoken to in short. Time goes on by 1 ms at each event, from 1,000,000 on. */
function journal(options: Partial<JobLogOptions> = {}) {
  const log = new JobLog({ jobs: 1000, bytes: 1000, ...options });
  let at = 1_000_000;
  const handleOf = (job: number) => `H:t:${job}`;
  const facts = new Map<number, ReturnType<typeof jobFacts>>();
  const jobOf = (job: number) => {
    const found = facts.get(job) ?? jobFacts({ handle: handleOf(job) });
    facts.set(job, found);
    return found;
  };
  const tell = (event: JobEvent) => log.hear(SOURCE, event, at);
  /** The job of an event, which comes 1 ms after the one before. */
  const of = (job: number) => {
    at += 1;
    return { job: jobOf(job) };
  };
  return {
    log,
    now: () => at,
    wait: (milliseconds: number) => {
      at += milliseconds;
    },
    key: (job: number): JobKey => ({ server: 'local', run: 7, handle: handleOf(job) }),
    submit: (job: number, more: Partial<Omit<JobFacts, 'workload'>> & { workload?: string } = {}) => {
      at += 1;
      const workload = bytes(more.workload ?? '');
      facts.set(job, jobFacts({ ...more, handle: handleOf(job), workload, submittedAt: at }));
      tell({ kind: 'submitted', client: 1, job: jobOf(job) });
    },
    assign: (job: number) => {
      at += 1;
      jobOf(job).assignedAt = at;
      tell({ kind: 'assigned', job: jobOf(job), worker: 2 });
    },
    data: (job: number, text: string) => tell({ kind: 'data', ...of(job), bytes: bytes(text) }),
    hearData: (job: number, borrowed: Buffer) => tell({ kind: 'data', ...of(job), bytes: borrowed }),
    complete: (job: number, text = '') => tell({ kind: 'complete', ...of(job), bytes: bytes(text) }),
    exception: (job: number, text = '') => tell({ kind: 'exception', ...of(job), bytes: bytes(text) }),
    fail: (job: number) => tell({ kind: 'fail', ...of(job) }),
    drop: (job: number) => tell({ kind: 'dropped', ...of(job) }),
    requeue: (job: number) => tell({ kind: 'requeued', ...of(job), attempts: 1 }),
    window: (query: Partial<JobQuery> = {}) => log.window(JobQuery.parse({ from: 0, rows: 100, ...query }), at),
    shown: (query: Partial<JobQuery> = {}) =>
      log.window(JobQuery.parse({ from: 0, rows: 100, ...query }), at).rows.map(({ key }) => key.handle.slice(4)),
  };
}

test('the story of a job, step by step', () => {
  const { log, key, submit, assign, data, requeue, complete } = journal();
  submit(1, { workload: 'abc' });
  assign(1);
  requeue(1);
  assign(1);
  data(1, 'part');
  complete(1, 'rest');
  expect(log.detail(key(1), 100)?.steps).toEqual([
    { at: 1_000_001, kind: 'submitted', who: '#1', size: 3 },
    { at: 1_000_002, kind: 'assigned', who: '#2', size: null },
    { at: 1_000_003, kind: 'requeued', who: null, size: null },
    { at: 1_000_004, kind: 'assigned', who: '#2', size: null },
    { at: 1_000_005, kind: 'data', who: null, size: 4 },
    { at: 1_000_006, kind: 'complete', who: null, size: 4 },
  ]);
  expect(log.detail(key(2), 100)).toBe(null);
});

test('the same handle of another run or server is another job', () => {
  const { log, key, submit, complete } = journal();
  submit(1);
  const job = jobFacts({ handle: key(1).handle, functionName: 'g' });
  log.hear({ ...SOURCE, run: 8 }, { kind: 'submitted', client: 1, job }, 2_000_000);
  complete(1);
  expect(log.record(key(1))).toMatchObject({ function: 'f', state: 'done' });
  expect(log.record({ ...key(1), run: 8 })).toMatchObject({ function: 'g', state: 'queued' });
  expect([log.record({ ...key(1), server: 'other' }), log.total]).toEqual([undefined, 2]);
});

test('how a command ended is told with its job; of an unknown job it is passed over', () => {
  const { log, key, submit } = journal();
  submit(1);
  const outcome = {
    exitCode: 1,
    signal: null,
    overflowed: false,
    timedOut: false,
    failure: null,
    errors: 'no such file',
  };
  log.report(key(1), outcome);
  log.report(key(2), outcome);
  expect(log.detail(key(1), 0)?.outcome).toEqual(outcome);
});

test('the newest jobs come first, or the oldest, and a window ends with the list', () => {
  const { submit, shown, window } = journal();
  for (const job of [1, 2, 3, 4, 5]) submit(job);
  expect(shown()).toEqual(['5', '4', '3', '2', '1']);
  expect(shown({ descending: false })).toEqual(['1', '2', '3', '4', '5']);
  expect(shown({ from: 3, rows: 1 })).toEqual(['2']);
  expect(window({ from: 99, rows: 3 })).toMatchObject({ from: 4, total: 5 });
});

test.each<[JobQuery['sort'], string]>([
  ['submitted', '1234'],
  ['state', '3124'],
  ['function', '2314'],
  ['priority', '4231'],
  ['waited', '4213'],
  ['ran', '3214'],
  ['workload', '4312'],
  ['result', '1342'],
])('sorted by %s, ties by submission', (sort, order) => {
  const { submit, assign, wait, complete, fail, data, shown } = journal();
  submit(1, { functionName: 'c', priority: 'low', workload: 'xxx' });
  submit(2, { functionName: 'a', workload: 'xxxx' });
  submit(3, { functionName: 'b', workload: 'xx' });
  submit(4, { functionName: 'd', priority: 'high', workload: 'x' });
  assign(4);
  wait(10);
  assign(2);
  complete(2, 'long result');
  wait(10);
  assign(1);
  data(4, 'lo');
  fail(4);
  const [up, down] = [shown({ sort, descending: false }), shown({ sort })];
  expect([up.join(''), down.join('')]).toEqual([order, order.split('').reverse().join('')]);
});

test('each state can be picked, and all are counted', () => {
  const { submit, assign, complete, fail, exception, drop, shown, window } = journal();
  for (const job of [1, 2, 3, 4, 5, 6, 7]) submit(job);
  for (const job of [2, 3, 4, 5]) assign(job);
  complete(3);
  fail(4);
  exception(5);
  drop(6);
  const states: [JobState, string[]][] = [
    ['queued', ['7', '1']],
    ['running', ['2']],
    ['done', ['3']],
    ['failed', ['4']],
    ['exception', ['5']],
    ['lost', ['6']],
  ];
  expect(states.map(([state]) => [state, shown({ states: [state] })])).toEqual(states);
  expect(shown({ states: ['failed', 'exception'] })).toEqual(['5', '4']);
  expect(window({ states: ['done'] })).toMatchObject({
    total: 1,
    counts: { queued: 2, running: 1, done: 1, failed: 1, exception: 1, lost: 1 },
  });
});

test('a search looks at handle, function, unique ID and workload, and counts what it found', () => {
  const { submit, complete, shown, window } = journal({ bytes: 100_000 });
  submit(1, { functionName: 'resize', workload: '{"name":"M\xc3\xbcller"}' });
  submit(2, { unique: 'RESIZE-7' });
  submit(3, { workload: `${' '.repeat(4000)}resize` });
  submit(4, { workload: `${' '.repeat(5000)}resize` });
  complete(2);
  expect([shown({ search: ' Resize ' }), shown({ search: 'müller' }), shown({ search: 't:3' })]).toEqual([
    ['3', '2', '1'],
    ['1'],
    ['3'],
  ]);
  expect(window({ search: 'resize', states: ['done'] })).toMatchObject({ total: 1, counts: { queued: 2, done: 1 } });
});

test('the oldest jobs leave when there are too many, and are counted as forgotten', () => {
  const { log, key, submit, complete, shown } = journal({ jobs: 3 });
  for (const job of [1, 2, 3, 4, 5]) submit(job);
  complete(1);
  expect([shown(), log.forgotten, log.total]).toEqual([['5', '4', '3'], 2, 5]);
  expect(log.record(key(1))).toBe(undefined);
});

test('the oldest bytes leave when they are too many, and their job stays', () => {
  const { log, key, submit, complete } = journal({ bytes: 100 });
  submit(1, { workload: 'x'.repeat(50) });
  submit(2, { workload: 'y'.repeat(30) });
  complete(1, 'z'.repeat(20));
  const kept = (job: number) => {
    const { workload, result } = log.detail(key(job), 1000) ?? {};
    return [workload?.bytes?.length, result?.bytes?.length];
  };
  expect([kept(1), kept(2)]).toEqual([
    [50, 20],
    [30, 0],
  ]);
  submit(3, { workload: '!' });
  expect([kept(1), kept(2), kept(3)]).toEqual([
    [undefined, undefined],
    [30, 0],
    [1, 0],
  ]);
});

test('a result that takes more than half of the memory is counted, not kept', () => {
  const { log, key, submit, data, complete } = journal({ bytes: 100 });
  submit(1, { workload: 'abc' });
  data(1, 'x'.repeat(40));
  complete(1, 'x'.repeat(11));
  expect(log.detail(key(1), 1000)).toMatchObject({
    workload: { size: 3, bytes: bytes('abc') },
    result: { size: 51, bytes: null },
  });
});

test('whatever happens, no more bytes are kept than may be', () => {
  const job = fc.integer({ min: 1, max: 8 });
  const step = fc.record({
    job,
    what: fc.constantFrom('submit', 'data', 'exception', 'complete', 'warning'),
    size: fc.nat(60),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const log = new JobLog({ jobs: 6, bytes: 100 });
      const keys = new Map<string, JobKey>();
      const jobs = new Map<string, JobFacts>();
      for (const [at, { job: number, what, size }] of steps.entries()) {
        const handle = `H:t:${number}`;
        const content = bytes('x'.repeat(size));
        const job = jobs.get(handle) ?? jobFacts({ handle, workload: content });
        if (what !== 'submit') log.hear(SOURCE, { kind: what, job, bytes: content }, at);
        else if (!jobs.has(handle)) {
          log.hear(SOURCE, { kind: 'submitted', client: 1, job }, at);
          jobs.set(handle, job);
          keys.set(handle, { server: 'local', run: 7, handle });
        }
        const kept = [...keys.values()].reduce((sum, key) => sum + (log.record(key)?.keptBytes ?? 0), 0);
        expect(kept).toBeLessThanOrEqual(100);
      }
    }),
  );
});

test('when its run ends, what was unfinished is lost and the rest stays as it was', () => {
  const { log, key, submit, assign, complete, now, window } = journal();
  for (const job of [1, 2, 3]) submit(job);
  for (const job of [2, 3]) assign(job);
  complete(3);
  const job = jobFacts({ handle: key(4).handle });
  log.hear({ ...SOURCE, run: 8 }, { kind: 'submitted', client: 1, job }, now());
  log.close({ server: 'local', run: 7 }, 1_000_500);
  expect(window().counts).toEqual({
    queued: 1,
    running: 0,
    done: 1,
    failed: 0,
    exception: 0,
    cancelled: 0,
    lost: 2,
    kept: 0,
  });
  expect(log.detail(key(2), 0)).toMatchObject({ state: 'lost', endedAt: 1_000_500 });
  expect(log.detail(key(2), 0)?.steps.at(-1)).toEqual({ at: 1_000_500, kind: 'dropped', who: null, size: null });
});

test('the figures of a function count what was done and what failed', () => {
  const { log, submit, assign, wait, complete, fail, exception, drop } = journal();
  for (const [job, ms] of [
    [1, 10],
    [2, 30],
    [3, 20],
  ] as const) {
    submit(job);
    assign(job);
    wait(ms - 1);
    complete(job);
  }
  for (const job of [4, 5, 6]) submit(job, { functionName: 'g' });
  fail(4);
  exception(5);
  drop(6);
  const { done, failed, waited, ran } = log.figuresOf('f');
  expect([done, failed, waited.summary, ran.summary]).toEqual([3, 0, { median: 1, p95: 1 }, { median: 20, p95: 30 }]);
  expect(log.figuresOf('g')).toMatchObject({ done: 0, failed: 2 });
  expect(log.figuresOf('nobody').ran.summary).toBe(null);
});

test('of a flood all jobs are counted, and the newest are remembered from their first to their last step', () => {
  const { log, key, submit, assign, complete, window } = journal({ jobs: 1000 });
  const jobs = 25_000;
  for (let job = 1; job <= jobs; job += 1) submit(job);
  for (let job = 1; job <= jobs; job += 1) {
    assign(job);
    complete(job, 'ok');
  }
  for (let tries = 0; tries < 1000 && window().counts.done < 1000; tries += 1) window();
  expect([log.total, log.figuresOf('f').done, log.forgotten]).toEqual([jobs, jobs, jobs - 1000]);
  expect(window().counts).toMatchObject({ done: 1000, queued: 0, running: 0 });
  expect(log.detail(key(jobs), 100)?.steps.map(({ kind }) => kind)).toEqual(['submitted', 'assigned', 'complete']);
  expect(log.record(key(1))).toBe(undefined);
});

test('bytes of an event may be overwritten once it was heard', () => {
  const { log, key, submit, assign, complete, data, hearData } = journal();
  const borrowed = bytes('first');
  submit(1);
  assign(1);
  hearData(1, borrowed);
  borrowed.fill('x');
  data(1, ' second');
  complete(1);
  expect(String(log.record(key(1))?.content('result')?.bytes)).toBe('first second');
});
