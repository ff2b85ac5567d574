import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../e2e/app.ts';
import { GEARMAND, needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';
import type { LoadResult } from './load.ts';

/*
 * npm run bench: our server beside gearmand, each scenario on a freshly started server, the two in turn, so that a drift of
 * the machine hits both. Prints medians and ratios; capture and history of ours are on. `--runs N` (5); `--seconds` does
 * every scenario once with little work, to see that the bench itself works.
 */

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { runs: { type: 'string' }, seconds: { type: 'boolean' } } });
const runs = values.seconds ? 1 : Number(values.runs ?? 5);
/** Share of the work that is done. */
const share = values.seconds ? 0.02 : 1;
const some = (count: number) => String(Math.max(100, Math.round(count * share)));

interface Scenario {
  name: string;
  before?: string[];
  load: string[];
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'submit, 1 connection', load: ['submit', 'PORT', '1', some(200_000), '100', '1000'] },
  { name: 'submit, 8 connections', load: ['submit', 'PORT', '8', some(200_000), '100', '1000'] },
  { name: 'round trip, 1 client 1 worker', load: ['echo', 'PORT', '1', '1', some(10_000), '100'] },
  { name: 'round trip, 4 clients 4 workers', load: ['echo', 'PORT', '4', '4', some(40_000), '100'] },
  { name: 'round trip, 16 clients 16 workers', load: ['echo', 'PORT', '16', '16', some(40_000), '100'] },
  {
    name: 'drain 100,000 jobs, 4 workers',
    before: ['submit', 'PORT', '4', some(100_000), '100', '1000'],
    load: ['drain', 'PORT', '4', some(100_000)],
  },
  { name: 'echo, 8 connections', load: ['ping', 'PORT', '8', some(400_000), '100', '100'] },
];

const SERVERS = {
  gearmand: (port: number) => background(GEARMAND, ['-L', '127.0.0.1', '-p', String(port), '-l', 'none']),
  ours: (port: number) => background(join(root, 'bin', 'gearbench'), ['gearmand', '-p', String(port), '-l', 'none']),
};
type Server = keyof typeof SERVERS;

async function measure(server: Server, { before, load: work }: Scenario): Promise<LoadResult> {
  const port = await freePort();
  const started = SERVERS[server](port);
  try {
    await until(
      server,
      async () => (await load(['ping', String(port), '1', '1', '1', '1']).catch(() => undefined)) !== undefined,
    );
    const at = (args: string[]) => args.map((arg) => (arg === 'PORT' ? String(port) : arg));
    if (before !== undefined) await load(at(before));
    return await load(at(work));
  } finally {
    await started.stop();
  }
}

async function load(args: readonly string[]): Promise<LoadResult> {
  const { code, stdout, stderr } = await run(process.execPath, [join(import.meta.dirname, 'load.ts'), ...args], {
    timeout: 600_000,
  });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as LoadResult;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const servers = (Object.keys(SERVERS) as Server[]).filter((server) => server !== 'gearmand' || needs('gearmand'));
const results = new Map<string, LoadResult[]>();
for (let round = 0; round < runs; round += 1) {
  for (const scenario of SCENARIOS) {
    for (const server of servers) {
      const key = `${scenario.name} ${server}`;
      results.set(key, [...(results.get(key) ?? []), await measure(server, scenario)]);
    }
  }
}

const rateOf = (scenario: Scenario, server: Server) =>
  median((results.get(`${scenario.name} ${server}`) ?? []).map(({ rate }) => rate));
const p50Of = (scenario: Scenario, server: Server) =>
  median((results.get(`${scenario.name} ${server}`) ?? []).map(({ p50 }) => p50 ?? 0));
console.log(
  `${'scenario'.padEnd(36)} ${'gearmand/s'.padStart(11)} ${'ours/s'.padStart(11)} ${'ratio'.padStart(6)}  p50 ratio`,
);
for (const scenario of SCENARIOS) {
  const [theirs, ours] = [rateOf(scenario, 'gearmand'), rateOf(scenario, 'ours')];
  const ratio = theirs === 0 ? '–' : (ours / theirs).toFixed(2);
  const [slow, quick] = [p50Of(scenario, 'ours'), p50Of(scenario, 'gearmand')];
  const p50 = slow === 0 || quick === 0 ? '' : (slow / quick).toFixed(2);
  console.log(
    `${scenario.name.padEnd(36)} ${theirs.toFixed(0).padStart(11)} ${ours.toFixed(0).padStart(11)} ${ratio.padStart(6)}  ${p50}`,
  );
}
