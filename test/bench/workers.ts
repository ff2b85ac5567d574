import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAdmin } from '../../main/client/admin.ts';
import { freePort } from '../e2e/app.ts';
import { type Background, background, until } from '../support/processes.ts';
import { buildLoad, type LoadResult, load, median } from './load.ts';
import { processorTimeOf } from './processor-time.ts';

/*
 * npm run bench -- --workers: jobs that `cat` does, by our workers at our server with capture and history on, beside stock
 * workers at gearmand; with one worker and with four, by turns, each on a server of its own that has done half as many before. Prints medians: jobs a
 * second; the time of a job less that of the bare command, the next one following at once, and after a pause; and how long
 * our thread was busy for each, waiting for a processor included and without that; and what server, workers and commands
 * together have of the processors, which bounds what can be done where there are few of them. Beside them, without a target:
 * commands that are started ahead, and a program that speaks Gearman itself, which starts nothing. `--runs N` (5);
 * `--seconds` does each once with little work.
 */

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seconds: { type: 'boolean' }, workers: { type: 'boolean' } },
});
const runs = values.seconds ? 1 : Number(values.runs ?? 5);
const jobs = values.seconds ? 40 : 2000;
const BYTES = '100';
/** What the programs do once after their start is over then, ms. */
const PAUSED_JOBS = String(values.seconds ? 10 : 100);
const PAUSE = '25';
const SETTLED = values.seconds ? 100 : 2000;

const folder = mkdtempSync(join(tmpdir(), 'gearbench-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Times of our thread, ms: how long it was busy, and how much of a processor it had. */
interface Times {
  busy: number;
  used: number;
}

/** The same a job, and the median of a job's time where there are pauses between them, ms. */
interface Result extends LoadResult, Partial<Times> {
  paused?: number;
  /** Of a processor, by all processes of the side; ms. */
  all?: number;
}

/** What does the jobs: so many workers, at a server on the port. Stopped, it tells the times of our thread since `count`. */
type Side = (
  port: number,
  workers: number,
) => { count: () => void; pids: () => number[]; stop: () => Promise<Times | undefined> };

const stock: Side = (port, workers) => {
  const started = [background('/usr/sbin/gearmand', ['-L', '127.0.0.1', '-p', String(port), '-l', 'none'])];
  const words = ['-w', '-h', '127.0.0.1', '-p', String(port), '-f', 'bench', '--', 'cat'];
  // The stock worker ends where no server is there yet.
  const hired = until('gearmand', () => registered(port).catch(() => undefined)).then(() => {
    for (let index = 0; index < workers; index += 1) started.push(background('/usr/bin/gearman', words));
  });
  return {
    count() {},
    pids: () => started.flatMap(({ child }) => child.pid ?? []),
    async stop() {
      await hired;
      for (const each of started.reverse()) await each.stop();
      return undefined;
    },
  };
};

const ours =
  (more: object): Side =>
  (port, workers) => {
    const workspace = join(folder, `${port}.gearbench.json`);
    const definition = { name: 'bench', command: { kind: 'argv', argv: ['cat'] }, workers, ...more };
    writeFileSync(workspace, JSON.stringify({ gearbench: 1, functions: [definition] }));
    const server = join(import.meta.dirname, 'server.ts');
    const started = background(process.execPath, [server, '--port', String(port), '--workspace', workspace]);
    return {
      count: () => started.child.kill('SIGUSR2'),
      pids: () => [started.child.pid as number],
      stop: () => timesOf(started),
    };
  };

async function timesOf(started: Background): Promise<Times> {
  const said = new Promise<string>((resolve) =>
    started.child.stdout?.on('data', (chunk: Buffer) => resolve(String(chunk))),
  );
  started.child.kill('SIGTERM');
  const times = JSON.parse(await said) as Times;
  await started.stop();
  return times;
}

/** Workers that are registered at the server. Throws where none listens. */
async function registered(port: number): Promise<string> {
  const admin = await openAdmin({ host: '127.0.0.1', port });
  try {
    const table = String(await admin.ask('status', 'table'));
    return /^bench\t\d+\t\d+\t(\d+)$/m.exec(table)?.[1] ?? '0';
  } finally {
    admin.close();
  }
}

const PERL = `use Gearman::Worker; my $worker = Gearman::Worker->new(job_servers => $ENV{GEARMAN_SERVERS});
  $worker->register_function(bench => sub { $_[0]->arg }); $worker->work while 1;`;

const SIDES: Readonly<Record<string, Side>> = {
  'stock gearman at gearmand': stock,
  ours: ours({}),
  'ours, started ahead': ours({ prestart: true }),
  'a Perl program of ours': ours({ speaks: 'gearman', command: { kind: 'argv', argv: ['perl', '-e', PERL] } }),
};

async function measure(side: Side, workers: number): Promise<Result> {
  const port = await freePort();
  const started = side(port, workers);
  let result: LoadResult;
  let paused = 0;
  let all = 0;
  try {
    await until('workers', async () => (await registered(port).catch(() => '')) === String(workers));
    // Enough clients that no worker waits, and one alone for the time that a job takes.
    const some = (count: number) =>
      load(port, ['echo', workers === 1 ? '1' : String(workers * 2), '0', String(count), BYTES]);
    await some(jobs / 2);
    await new Promise((done) => setTimeout(done, SETTLED));
    if (workers === 1) paused = (await load(port, ['echo', '1', '0', PAUSED_JOBS, BYTES, PAUSE])).p50 ?? 0;
    started.count();
    const before = processorTimeOf(started.pids());
    result = await some(jobs);
    all = (processorTimeOf(started.pids()) - before) / jobs;
  } catch (error) {
    await started.stop();
    throw error;
  }
  const times = await started.stop();
  return { ...result, paused, all, ...(times && { busy: times.busy / jobs, used: times.used / jobs }) };
}

buildLoad();
const results = new Map<string, Result[]>();
const keep = (name: string, result: Result) => results.set(name, [...(results.get(name) ?? []), result]);
for (let round = 0; round < runs; round += 1) {
  const { p50: paused = 0 } = await load(0, ['bare', PAUSED_JOBS, BYTES, PAUSE]);
  keep('bare', { ...(await load(0, ['bare', String(jobs), BYTES])), paused });
  for (const workers of [1, 4])
    for (const [name, side] of Object.entries(SIDES)) keep(`${name} ${workers}`, await measure(side, workers));
}

const medianOf = (name: string, what: keyof Result) => median((results.get(name) ?? []).map((each) => each[what] ?? 0));
const row = (name: string, ...cells: string[]) =>
  console.log(`${name.padEnd(44)} ${cells.map((cell) => cell.padStart(10)).join(' ')}`);
row(
  'jobs of cat',
  'per second',
  'ratio',
  'p50 more',
  'p99 more',
  'paused p50',
  'busy a job',
  'used a job',
  'all a job',
);
row('no server, one after the other', medianOf('bare', 'rate').toFixed(0));
for (const workers of [1, 4]) {
  for (const side of Object.keys(SIDES)) {
    const name = `${side} ${workers}`;
    const above = (what: 'p50' | 'p99' | 'paused') =>
      workers === 1 ? `${(medianOf(name, what) - medianOf('bare', what)).toFixed(2)} ms` : '';
    const time = (what: keyof Times | 'all') =>
      medianOf(name, what) === 0 ? '' : `${medianOf(name, what).toFixed(2)} ms`;
    row(
      `${side}, ${workers} worker${workers === 1 ? '' : 's'}`,
      medianOf(name, 'rate').toFixed(0),
      (medianOf(name, 'rate') / medianOf(`stock gearman at gearmand ${workers}`, 'rate')).toFixed(2),
      above('p50'),
      above('p99'),
      above('paused'),
      time('busy'),
      time('used'),
      time('all'),
    );
  }
}
