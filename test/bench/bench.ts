import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../e2e/app.ts';
import { type Background, background, run, until } from '../support/processes.ts';

/*
 * npm run bench: our server beside gearmand, each scenario on a freshly started server, one server after the other in each
 * round, so that a drift of the machine hits all. Prints medians and ratios; capture and history of ours are on unless said
 * otherwise. `--runs N` (5); `--only TEXT` picks scenarios; `--seconds` does each once with little work, to see that the
 * bench itself works.
 */

const GEARMAND = '/usr/sbin/gearmand';
const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: { runs: { type: 'string' }, only: { type: 'string' }, seconds: { type: 'boolean' } },
});
const runs = values.seconds ? 1 : Number(values.runs ?? 5);
/** Share of the work that is done. */
const share = values.seconds ? 0.02 : 1;
const some = (count: number) => String(Math.max(100, Math.round(count * share)));
const folder = mkdtempSync(join(tmpdir(), 'gearbench-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

type Server = 'gearmand' | 'ours' | 'silent';

interface LoadResult {
  rate: number;
  p50?: number;
  p99?: number;
}

interface Measured extends LoadResult {
  /** Memory of the server, MiB: before, after `before`, after the load, and some time later. */
  memory?: number[];
  delay?: number;
}

interface Scenario {
  name: string;
  before?: string[];
  load: string[];
  /** Background jobs are kept in a file. */
  durable?: boolean;
  /** Memory is watched, and looked at again after so many seconds. */
  memory?: number;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'submit, 1 connection', load: ['submit', '1', some(200_000), '100', '1000'] },
  { name: 'submit, 8 connections', load: ['submit', '8', some(200_000), '100', '1000'] },
  { name: 'round trip, 1 client 1 worker', load: ['echo', '1', '1', some(10_000), '100'] },
  { name: 'round trip, 4 clients 4 workers', load: ['echo', '4', '4', some(40_000), '100'] },
  { name: 'round trip, 16 clients 16 workers', load: ['echo', '16', '16', some(40_000), '100'] },
  { name: 'round trip, 64 clients 16 workers', load: ['echo', '64', '16', some(40_000), '100'] },
  {
    name: 'drain 100,000 jobs, 4 workers',
    before: ['submit', '4', some(100_000), '100', '1000'],
    load: ['drain', '4', some(100_000)],
  },
  { name: 'echo, 8 connections', load: ['ping', '8', some(400_000), '100', '100'] },
  { name: 'durable submit, 1 connection', load: ['unique', '1', some(20_000), '100', '1000'], durable: true },
  {
    name: 'submit and drain 1,000,000 jobs',
    before: ['submit', '4', some(1_000_000), '100', '1000'],
    load: ['drain', '4', some(1_000_000)],
    memory: values.seconds ? 1 : 10,
  },
];

/** What our capture takes when it is full: it is filled before memory is measured. */
const FILL = ['ping', '8', String(Math.round(600_000 * share)), '220', '100'];

function start(server: Server, port: number, { durable }: Scenario): Background {
  const file = join(folder, `${server}-${port}.sqlite`);
  if (server === 'gearmand') {
    const queue = durable ? ['--queue-type=libsqlite3', `--libsqlite3-db=${file}`] : [];
    return background(GEARMAND, ['-L', '127.0.0.1', '-p', String(port), '-l', 'none', ...queue]);
  }
  const options = [...(server === 'silent' ? ['--silent'] : []), ...(durable ? ['--queue', file] : [])];
  return background(process.execPath, [join(root, 'test/bench/server.ts'), '--port', String(port), ...options]);
}

async function measure(server: Server, scenario: Scenario): Promise<Measured> {
  const port = await freePort();
  const started = start(server, port, scenario);
  const memory: number[] = [];
  const look = () => {
    if (scenario.memory !== undefined) memory.push(residentOf(started.child.pid as number));
  };
  try {
    await until(server, () => load(port, ['ping', '1', '1', '1', '1']).catch(() => undefined), 20_000);
    if (scenario.memory !== undefined && server === 'ours') await load(port, FILL);
    look();
    if (scenario.before !== undefined) await load(port, scenario.before);
    look();
    const result = await load(port, scenario.load);
    look();
    if (scenario.memory !== undefined) await new Promise((done) => setTimeout(done, (scenario.memory ?? 0) * 1000));
    look();
    return { ...result, memory, ...(server !== 'gearmand' && { delay: await delayOf(started) }) };
  } finally {
    await started.stop();
  }
}

/** Asks our server to end; it tells how long things waited for its thread, ms. */
async function delayOf({ child }: Background): Promise<number> {
  const said = new Promise<string>((resolve) => child.stdout?.on('data', (chunk: Buffer) => resolve(String(chunk))));
  child.kill('SIGTERM');
  return (JSON.parse(await said) as { delay: number }).delay;
}

/** Resident memory of a process, MiB. */
function residentOf(pid: number): number {
  if (process.platform !== 'linux')
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

const LOAD = join(root, 'out', 'bench', 'load');

function buildLoad(): void {
  mkdirSync(join(root, 'out', 'bench'), { recursive: true });
  execFileSync('cc', ['-O2', '-o', LOAD, join(import.meta.dirname, 'load.c')], { stdio: 'inherit' });
}

async function load(port: number, [mode = '', ...numbers]: readonly string[]): Promise<LoadResult> {
  const { code, stdout, stderr } = await run(LOAD, [mode, String(port), ...numbers], { timeout: 600_000 });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as LoadResult;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

buildLoad();
const servers: Server[] = existsSync(GEARMAND) ? ['gearmand', 'ours', 'silent'] : ['ours', 'silent'];
const chosen = SCENARIOS.filter(({ name }) => name.includes(values.only ?? ''));
const results = new Map<string, Measured[]>();
const of = ({ name }: Scenario, server: Server) => results.get(`${name} ${server}`) ?? [];
for (let round = 0; round < runs; round += 1) {
  for (const scenario of chosen) {
    if (scenario.memory !== undefined && round > 0) continue;
    for (const server of servers) {
      if (scenario.memory !== undefined && server === 'silent') continue;
      results.set(`${scenario.name} ${server}`, [...of(scenario, server), await measure(server, scenario)]);
    }
  }
}

const rateOf = (scenario: Scenario, server: Server) => median(of(scenario, server).map(({ rate }) => rate));
const ratio = (above: number, below: number) => (above === 0 || below === 0 ? '–' : (above / below).toFixed(2));
const row = (name: string, ...cells: string[]) =>
  console.log(`${name.padEnd(36)} ${cells.map((cell) => cell.padStart(11)).join(' ')}`);
row('per second', 'gearmand', 'ours', 'ratio', 'silent', 'p50 ratio', 'delay p99');
for (const scenario of chosen) {
  const [theirs, ours, silent] = servers.length < 3 ? [0, 0, 0] : servers.map((server) => rateOf(scenario, server));
  const p50 = (server: Server) => median(of(scenario, server).map(({ p50: value }) => value ?? 0));
  row(
    scenario.name,
    (theirs ?? 0).toFixed(0),
    (ours ?? rateOf(scenario, 'ours')).toFixed(0),
    ratio(ours ?? 0, theirs ?? 0),
    ratio(silent ?? 0, theirs ?? 0),
    ratio(p50('ours'), p50('gearmand')),
    `${median(of(scenario, 'ours').map(({ delay }) => delay ?? 0)).toFixed(1)} ms`,
  );
}
for (const scenario of chosen.filter(({ memory }) => memory !== undefined)) {
  row(`${scenario.name}, MiB`, 'before', 'queued', 'drained', `after ${scenario.memory} s`, 'bytes a job');
  for (const server of servers) {
    const [{ memory = [] } = { memory: [] }] = of(scenario, server);
    if (memory.length === 0) continue;
    const bytes = (((memory[1] ?? 0) - (memory[0] ?? 0)) * 1024 * 1024) / Number(scenario.before?.[2]);
    row(`  ${server}`, ...memory.map((value) => value.toFixed(0)), bytes.toFixed(0));
  }
}
