import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { JobQuery } from '../../main/contract/jobs.ts';
import type { Journal } from '../../main/journal/journal.ts';
import { freePort } from '../e2e/app.ts';
import { background, until } from '../support/processes.ts';
import { answers, buildLoad, fillCapture, load, median } from './load.ts';
import { fill, openHistory, searches } from './many-jobs.ts';
import { percentile, targetLine } from './target-line.ts';

/*
 * npm run bench -- --journal: what the history of jobs costs the job server, with and without it in turns; then 1,000,000 jobs in it,
 * and how long lists, searches and a start take. Each line says what was measured, the figure and what it is to be. `--runs N` (3);
 * `--only server` or `--only rows`; `--seconds` does little of each, to see that it works.
 */

const { values } = parseArgs({
  options: {
    journal: { type: 'boolean' },
    runs: { type: 'string' },
    only: { type: 'string' },
    seconds: { type: 'boolean' },
  },
});
const JOBS = values.seconds ? 20_000 : 1_000_000;
const RUNS = values.seconds ? 1 : Number(values.runs ?? 3);
const some = (count: number) => String(values.seconds ? Math.round(count / 20) : count);
const SERVER = join(import.meta.dirname, 'server.ts');
const folder = mkdtempSync(join(tmpdir(), 'gearbench-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const LOADS: Readonly<Record<string, string[]>> = {
  'submit, 8 connections': ['submit', '8', some(400_000), '100', '1000'],
  'round trip, 16 clients 16 workers': ['echo', '16', '16', some(60_000), '100'],
  'round trip, 1 client 1 worker': ['echo', '1', '1', some(10_000), '100'],
};

/** Jobs a second of each load at a server that has just been started, and the processor time of its sockets' thread, ms. */
async function rates(journal: 'on' | 'off'): Promise<{ rates: number[]; used: number }> {
  const port = await freePort();
  const data = mkdtempSync(join(folder, 'profile-'));
  const options = ['--port', String(port), '--data', data, '--journal', journal];
  const server = background(process.execPath, [SERVER, ...options]);
  try {
    await answers('server', port);
    await load(port, ['submit', '1', '1000', '100', '100']); // the journal's thread is started by the first job
    if (!values.seconds) await fillCapture(port);
    server.child.kill('SIGUSR2');
    const found: number[] = [];
    for (const each of Object.values(LOADS)) found.push((await load(port, each)).rate);
    server.child.kill('SIGTERM');
    await server.says('used');
    const { used } = JSON.parse(server.said().slice(server.said().indexOf('{'))) as { used: number };
    return { rates: found, used };
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function measureServer(): Promise<void> {
  buildLoad();
  const found: Record<'on' | 'off', Awaited<ReturnType<typeof rates>>[]> = { on: [], off: [] };
  for (let run = 0; run < RUNS; run += 1)
    for (const journal of ['off', 'on'] as const) found[journal].push(await rates(journal));
  for (const [index, name] of Object.keys(LOADS).entries()) {
    const [off, on] = (['off', 'on'] as const).map((journal) =>
      median(found[journal].map((each) => each.rates[index] ?? 0)),
    );
    const cost = 100 - (100 * (on ?? 0)) / (off ?? 1);
    targetLine(name, `${off?.toFixed(0)} → ${on?.toFixed(0)} a second: ${cost.toFixed(1)} %`, 'at most 15 %');
  }
  const [off = 0, on = 0] = (['off', 'on'] as const).map((journal) => median(found[journal].map(({ used }) => used)));
  const cost = (100 * on) / off - 100;
  targetLine(
    'the sockets’ thread, all of it',
    `${off.toFixed(0)} → ${on.toFixed(0)} ms of a processor: ${cost.toFixed(1)} %`,
    'at most 15 %',
  );
}

const open = () => openHistory(join(folder, 'jobs.db'));

async function measureFilling(journal: Journal): Promise<void> {
  const started = performance.now();
  const before = process.threadCpuUsage();
  const whole = process.cpuUsage();
  await fill(journal, JOBS);
  const time = performance.now() - started;
  const { user, system } = process.threadCpuUsage(before);
  const all = process.cpuUsage(whole);
  targetLine(
    `${JOBS} jobs of three events each`,
    `${(time / 1000).toFixed(0)} s, ${((JOBS / time) * 1000).toFixed(0)} a second`,
    '–',
  );
  targetLine('  of a processor for each job, all threads', `${((all.user + all.system) / JOBS).toFixed(1)} µs`, '–');
  targetLine('  of the sockets’ thread, making the jobs included', `${((user + system) / JOBS).toFixed(1)} µs`, '–');
  targetLine('  left out', String(journal.state.skipped), '0 at this rate');
}

async function times(
  name: string,
  target: string,
  ask: (round: number) => Promise<unknown>,
  rounds = 40,
): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await ask(round);
    took.push(performance.now() - begun);
  }
  targetLine(name, `${percentile(took, 50).toFixed(1)} ms, p95 ${percentile(took, 95).toFixed(1)} ms`, target);
}

async function measureLists(journal: Journal): Promise<void> {
  const window = (query: Partial<JobQuery>) => journal.window(JobQuery.parse({ rows: 60, ...query }));
  const place = () => Math.floor(Math.random() * JOBS);
  await times('any part of the list', '16 ms', () => window({ from: -place() }));
  await times('jobs of a state, any part', '100 ms', () =>
    window({ states: ['failed'], from: Math.floor(place() / 20) }),
  );
  for (const sort of ['function', 'waited', 'workload'] as const) {
    await times(`sorted by ${sort}, the first time`, '–', (round) => window({ sort, descending: round % 2 === 0 }), 2);
    await times(`sorted by ${sort}, any part`, '100 ms', () => window({ sort, from: place() }));
  }
  for (const [name, text] of Object.entries(searches(JOBS))) {
    const first: number[] = [];
    const whole: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const search = text();
      const begun = performance.now();
      let answer = await window({ search: `${search}` });
      first.push(performance.now() - begun);
      while (answer.search !== null && answer.search.looked < answer.search.of) answer = await window({ search });
      whole.push(performance.now() - begun);
      await window({ search: ' ' });
    }
    const figures = [first, whole].map(
      (each) => `${percentile(each, 50).toFixed(0)}/${percentile(each, 95).toFixed(0)}`,
    );
    targetLine(`search: ${name}`, `first ${figures[0]} ms, all ${figures[1]} ms`, 'first p95 100 ms');
  }
}

async function measureRows(): Promise<void> {
  const journal = open();
  await measureFilling(journal);
  targetLine('  bytes of the file for a job', String(Math.round(journal.state.bytes / JOBS)), '–');
  await measureLists(journal);
  await journal.close();
  const begun = performance.now();
  const again = open();
  await again.window(JobQuery.parse({ rows: 60 }));
  const first = performance.now() - begun;
  await until('all read', async () => (await again.window(JobQuery.parse({ rows: 60 }))).journal.read === 1, 120_000);
  const all = performance.now() - begun;
  targetLine(
    'a start: the first rows, all jobs known',
    `${first.toFixed(0)} ms, ${(all / 1000).toFixed(1)} s`,
    'first 500 ms',
  );
  await again.close();
}

if (values.only !== 'rows') await measureServer();
if (values.only !== 'server') await measureRows();
