import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../e2e/app.ts';
import { GEARMAND, needs } from '../support/peers.ts';
import { type Background, background } from '../support/processes.ts';
import { answers, buildLoad, fillCapture, type LoadResult, load, median } from './load.ts';
import { canMeasurePhp, measurePhp, PHP_ROWS } from './php.ts';

/*
 * npm run bench: our server beside gearmand, each session on a freshly started server, one server after the other in each
 * round, so that a drift of the machine hits all. Prints medians and ratios; capture and history of ours are on but for the
 * server called silent. `--runs N` (5); `--only TEXT` picks sessions; `--seconds` does each once with little work, to see
 * that the bench itself works; `--relay` puts beside them at round trips what plain Node does (relay.ts). At the end, PHP at
 * gearmand: the drop-in beside the extension, where that is installed.
 */

const hasGearmand = needs('gearmand');
const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    only: { type: 'string' },
    seconds: { type: 'boolean' },
    relay: { type: 'boolean' },
  },
});
const runs = values.seconds ? 1 : Number(values.runs ?? 5);
/** Share of the work that is done. */
const share = values.seconds ? 0.02 : 1;
const some = (count: number) => String(Math.max(100, Math.round(count * share)));
const folder = mkdtempSync(join(tmpdir(), 'gearbench-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

type Server = 'gearmand' | 'ours' | 'silent' | 'relay';

interface Measured extends LoadResult {
  /** Memory of the server, MiB: before, after `before`, after the load, and some time later. */
  memory?: number[];
  delay?: number;
}

/** What one run of a server is asked to do: its loads one after the other, each measured under its name. */
interface Session {
  before?: string[];
  loads: Readonly<Record<string, string[]>>;
  /** Less for gearmand, where it would take minutes. */
  theirs?: string[];
  /** Background jobs are kept in a file. */
  durable?: boolean;
  /** Memory is watched, and looked at again after so many seconds. */
  memory?: number;
}

const SESSIONS: readonly Session[] = [
  { loads: { 'submit, 1 connection': ['submit', '1', some(200_000), '100', '1000'] } },
  { loads: { 'submit, 8 connections': ['submit', '8', some(200_000), '100', '1000'] } },
  // Long enough for the delay of the event loop to be more than its worst moment while the code is cold.
  { loads: { 'submit 1,000,000, 8 connections': ['submit', '8', some(1_000_000), '100', '1000'] } },
  {
    loads: {
      'round trip, 1 client 1 worker': ['echo', '1', '1', some(10_000), '100'],
      'round trip, 4 clients 4 workers': ['echo', '4', '4', some(40_000), '100'],
      'round trip, 16 clients 16 workers': ['echo', '16', '16', some(40_000), '100'],
      'round trip, 64 clients 16 workers': ['echo', '64', '16', some(40_000), '100'],
    },
  },
  {
    before: ['submit', '4', some(100_000), '100', '1000'],
    loads: { 'drain 100,000 jobs, 4 workers': ['drain', '4', some(100_000)] },
  },
  { loads: { 'echo, 8 connections': ['ping', '8', some(400_000), '100', '100'] } },
  {
    loads: { 'durable submit, 1 connection': ['unique', '1', some(200_000), '100', '1000'] },
    theirs: ['unique', '1', some(10_000), '100', '1000'],
    durable: true,
  },
  {
    before: ['submit', '4', some(1_000_000), '100', '1000'],
    loads: { 'drain 1,000,000 jobs, 4 workers': ['drain', '4', some(1_000_000)] },
    memory: values.seconds ? 1 : 10,
  },
];

/** What our capture takes when it is full: it is filled before memory is measured. */
const FILL = ['ping', '8', String(Math.round(600_000 * share)), '220', '100'];

function start(server: Server, port: number, { durable }: Session): Background {
  const file = join(folder, `${server}-${port}.sqlite`);
  if (server === 'gearmand') {
    const queue = durable ? ['--queue-type=libsqlite3', `--libsqlite3-db=${file}`] : [];
    return background(GEARMAND, ['-L', '127.0.0.1', '-p', String(port), '-l', 'none', ...queue]);
  }
  if (server === 'relay')
    return background(process.execPath, [join(root, 'test/bench/relay.ts'), '--port', String(port)]);
  const options = [...(server === 'silent' ? ['--silent'] : []), ...(durable ? ['--queue', file] : [])];
  return background(process.execPath, [join(root, 'test/bench/server.ts'), '--port', String(port), ...options]);
}

async function measure(server: Server, session: Session): Promise<Record<string, Measured>> {
  const port = await freePort();
  const started = start(server, port, session);
  const memory: number[] = [];
  const look = () => {
    if (session.memory !== undefined) memory.push(residentOf(started.child.pid as number));
  };
  try {
    await answers(server, port);
    if (server === 'ours' && !values.seconds) await fillCapture(port);
    if (session.memory !== undefined && server === 'ours') await load(port, FILL);
    look();
    if (session.before !== undefined) await load(port, session.before);
    look();
    const results: Record<string, LoadResult> = {};
    for (const [name, ours] of Object.entries(session.loads))
      results[name] = await load(port, server === 'gearmand' ? (session.theirs ?? ours) : ours);
    look();
    if (session.memory !== undefined) await new Promise((done) => setTimeout(done, (session.memory ?? 0) * 1000));
    look();
    const more = { memory, ...((server === 'ours' || server === 'silent') && { delay: await delayOf(started) }) };
    return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, { ...result, ...more }]));
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

buildLoad();
const servers: Server[] = hasGearmand ? ['gearmand', 'ours', 'silent'] : ['ours', 'silent'];
if (values.relay) servers.push('relay');
const namesOf = ({ loads }: Session) => Object.keys(loads);
const isRoundTrip = (session: Session) => namesOf(session).some((name) => name.startsWith('round trip'));
const chosen = SESSIONS.filter((session) => namesOf(session).some((name) => name.includes(values.only ?? '')));
const results = new Map<string, Measured[]>();
const of = (name: string, server: Server) => results.get(`${name} ${server}`) ?? [];
for (let round = 0; round < runs; round += 1) {
  for (const session of chosen) {
    if (session.memory !== undefined && round > 0) continue;
    for (const server of servers) {
      if (session.memory !== undefined && server === 'silent') continue;
      if (server === 'relay' && !isRoundTrip(session)) continue;
      for (const [name, result] of Object.entries(await measure(server, session)))
        results.set(`${name} ${server}`, [...of(name, server), result]);
    }
  }
}

const medianOf = (name: string, server: Server, what: 'rate' | 'p50' | 'delay') =>
  median(of(name, server).map((measured) => measured[what] ?? 0));
const ratio = (above: number, below: number) => (above === 0 || below === 0 ? '–' : (above / below).toFixed(2));
const row = (name: string, ...cells: string[]) =>
  console.log(`${name.padEnd(36)} ${cells.map((cell) => cell.padStart(11)).join(' ')}`);
row('per second', 'gearmand', 'ours', 'ratio', 'silent', 'p50 ratio', 'delay p99', ...(values.relay ? ['relay'] : []));
for (const name of chosen.flatMap(namesOf)) {
  const [theirs, ours, silent] = (['gearmand', 'ours', 'silent'] as const).map((each) => medianOf(name, each, 'rate'));
  row(
    name,
    (theirs ?? 0).toFixed(0),
    (ours ?? 0).toFixed(0),
    ratio(ours ?? 0, theirs ?? 0),
    ratio(silent ?? 0, theirs ?? 0),
    ratio(medianOf(name, 'ours', 'p50'), medianOf(name, 'gearmand', 'p50')),
    `${medianOf(name, 'ours', 'delay').toFixed(1)} ms`,
    ...(values.relay ? [ratio(medianOf(name, 'relay', 'rate'), theirs ?? 0)] : []),
  );
}
for (const session of chosen.filter(({ memory }) => memory !== undefined)) {
  row('MiB', 'before', 'queued', 'drained', `after ${session.memory} s`, 'bytes a job');
  for (const server of servers) {
    const [{ memory = [] } = { memory: [] }] = of(namesOf(session)[0] ?? '', server);
    if (memory.length === 0) continue;
    const bytes = (((memory[1] ?? 0) - (memory[0] ?? 0)) * 1024 * 1024) / Number(session.before?.[2]);
    row(`  ${server}`, ...memory.map((value) => value.toFixed(0)), bytes.toFixed(0));
  }
}
if (hasGearmand && canMeasurePhp() && Object.values(PHP_ROWS).some((name) => name.includes(values.only ?? ''))) {
  const port = await freePort();
  const started = start('gearmand', port, { loads: {} });
  await answers('gearmand', port);
  const { extension, dropIn } = await measurePhp(port, runs, some(10_000)).finally(() => started.stop());
  row('per second', 'extension', 'drop-in', 'ratio');
  for (const [key, name] of Object.entries(PHP_ROWS)) {
    const [theirs, ours] = [extension[key as keyof typeof PHP_ROWS], dropIn[key as keyof typeof PHP_ROWS]];
    row(name, theirs.toFixed(0), ours.toFixed(0), ratio(ours, theirs));
  }
}
