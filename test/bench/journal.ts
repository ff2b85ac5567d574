import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { JobQuery } from '../../main/contract/model.ts';
import { Journal } from '../../main/journal/journal.ts';
import { now } from '../../main/util/clock.ts';
import { silent } from '../../main/util/log.ts';
import { freePort } from '../e2e/app.ts';
import { jobFacts } from '../support/job-facts.ts';
import { background, until } from '../support/processes.ts';
import { buildLoad, load, median } from './load.ts';
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
    await until('server', () => load(port, ['ping', '1', '1', '1', '1']).catch(() => undefined), 20_000);
    await load(port, ['submit', '1', '1000', '100', '100']); // the journal's thread is started by the first job
    if (!values.seconds) await sleep(6000); // the capture has taken its memory then
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

const WORDS = Array.from({ length: 20_000 }, (_, index) => `w${((index * 7919) % 100_003).toString(36)}`);
const FUNCTIONS = ['image.resize', 'mail.send', 'report', '订单处理'].map((name) =>
  Buffer.from(name).toString('latin1'),
);
const source = { server: 'local', run: 1, who: (connection: number) => `#${connection} 127.0.0.1:4${connection}` };

function open(): Journal {
  const settings = { journal: true, journalJobs: 2_000_000, journalSize: 10_240 };
  return new Journal({ path: join(folder, 'jobs.db'), settings, log: silent, onChange: () => {} });
}

function workloadOf(job: number): Buffer {
  const words = Array.from({ length: 12 }, () => WORDS[Math.floor(Math.random() * Math.random() * WORDS.length)]);
  return Buffer.from(job % 10 === 0 ? `处理订单${job} ${words.join(' ')}` : words.join(' '));
}

/** The whole life of a job; one in twenty fails. */
function live(journal: Journal, number: number): void {
  const handle = `H:bench:${number}`;
  const functionName = FUNCTIONS[number % FUNCTIONS.length] as string;
  const job = jobFacts({
    handle,
    functionName,
    unique: randomUUID(),
    workload: workloadOf(number),
    submittedAt: now(),
  });
  journal.recent.hear(source, { kind: 'submitted', client: 1, job }, now());
  job.assignedAt = now();
  journal.recent.hear(source, { kind: 'assigned', worker: 2, job }, now());
  if (number % 20 === 0) journal.recent.hear(source, { kind: 'fail', job }, now());
  else journal.recent.hear(source, { kind: 'complete', job, bytes: Buffer.from('result of it, done') }, now());
}

async function fill(journal: Journal): Promise<void> {
  const started = performance.now();
  const before = process.threadCpuUsage();
  const whole = process.cpuUsage();
  let made = 0;
  for (let number = 1; number <= JOBS; number += 1) {
    live(journal, number);
    if (number % 500 !== 0) continue;
    do await sleep(1);
    while (journal.behind > 6);
    made = number;
  }
  await until('written', async () => journal.behind === 0, 60_000);
  const time = performance.now() - started;
  const { user, system } = process.threadCpuUsage(before);
  const all = process.cpuUsage(whole);
  targetLine(
    `${made} jobs of three events each`,
    `${(time / 1000).toFixed(0)} s, ${((made / time) * 1000).toFixed(0)} a second`,
    '–',
  );
  targetLine('  of a processor for each job, all threads', `${((all.user + all.system) / made).toFixed(1)} µs`, '–');
  targetLine('  of the sockets’ thread, making the jobs included', `${((user + system) / made).toFixed(1)} µs`, '–');
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
  const searches: [string, () => string][] = [
    ['a whole handle', () => `H:bench:${place()}`],
    ['a piece of a handle', () => `${place()}`.slice(-5).padStart(5, '1')],
    ['a rare word', () => WORDS[19_000 + Math.floor(Math.random() * 900)] as string],
    ['a frequent word', () => WORDS[Math.floor(Math.random() * 5)] as string],
    ['the beginning of a word', () => (WORDS[Math.floor(Math.random() * 900)] as string).slice(0, 3)],
    ['two words', () => `mail ${WORDS[Math.floor(Math.random() * 900)]}`],
    ['a Chinese word', () => '订单'],
    ['a Chinese character', () => '理'],
    ['two characters of a handle', () => `${10 + Math.floor(Math.random() * 90)}`],
  ];
  for (const [name, text] of searches) {
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
  await fill(journal);
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
