import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../support/free-port.ts';
import { GEARMAND, needs } from '../support/peers.ts';
import { type Background, background } from '../support/processes.ts';
import { answers, buildLoad, fillCapture, type LoadResult, load, median } from './load.ts';

/*
 * npm run bench -- --proxy: the real gearmand, reached directly, through a relay of bytes that is Node's pipes and nothing else, and
 * through the proxy with capture and history on; each session on a gearmand that was just started, one way after the other in each
 * round. `--runs N` (5); `--only TEXT` picks scenarios; `--silent` is the proxy without capture and history besides; `--seconds`
 * does little of each, to see that it works. Ratios are of medians; the last column says what they are to be.
 */

const { values } = parseArgs({
  options: {
    proxy: { type: 'boolean' },
    runs: { type: 'string' },
    only: { type: 'string' },
    silent: { type: 'boolean' },
    seconds: { type: 'boolean' },
  },
});
const runs = values.seconds ? 1 : Number(values.runs ?? 5);
const some = (count: number) => String(values.seconds ? Math.max(200, Math.round(count / 50)) : count);

const WAYS = ['direct', 'bare', 'proxy', ...(values.silent ? (['silent'] as const) : [])] as const;
type Way = (typeof WAYS)[number];

interface Scenario {
  before?: string[];
  load: string[];
  /** What the proxy is to reach of the direct way; of the bare relay it is 0.8 everywhere. */
  ofDirect?: number;
  /** Milliseconds that it may take more at the median. */
  more?: number;
}

const OF_BARE = 0.8;
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'submit, 1 connection': { load: ['submit', '1', some(200_000), '100', '1000'], ofDirect: 0.6 },
  'submit, 8 connections': { load: ['submit', '8', some(200_000), '100', '1000'], ofDirect: 0.6 },
  'submit, a million': { load: ['submit', '8', some(1_000_000), '100', '1000'], ofDirect: 0.6 },
  'round trip, 1 client 1 worker': { load: ['echo', '1', '1', some(10_000), '100'] },
  'round trip, 4 clients 4 workers': { load: ['echo', '4', '4', some(30_000), '100'] },
  'round trip, 16 clients 16 workers': { load: ['echo', '16', '16', some(30_000), '100'] },
  'round trip, 64 clients 16 workers': { load: ['echo', '64', '16', some(30_000), '100'] },
  'drain 50,000 jobs, 4 workers': {
    before: ['submit', '4', some(50_000), '100', '1000'],
    load: ['drain', '4', some(50_000)],
  },
  'echo, 8 connections': { load: ['ping', '8', some(300_000), '100', '100'] },
  'one echo at a time': { load: ['ping', '1', some(10_000), '9', '1'], more: 0.1 },
};

async function measure(way: Way, { before, load: asked }: Scenario): Promise<LoadResult> {
  const port = await freePort();
  const server = background(GEARMAND, ['-L', '127.0.0.1', '-p', String(port), '-l', 'none']);
  let between: Background | undefined;
  try {
    await answers('gearmand', port);
    let through = port;
    if (way !== 'direct') {
      through = await freePort();
      const options = ['--port', String(through), '--to', String(port)];
      if (way !== 'proxy') options.push(`--${way}`);
      between = background(process.execPath, [join(import.meta.dirname, 'between.ts'), ...options]);
      await between.says('listening');
      await answers(way, through);
      await load(through, ['echo', '1', '1', '100', '100']); // the history's thread starts at the first job
      if (way === 'proxy' && !values.seconds) await fillCapture(through);
    }
    if (before !== undefined) await load(through, before);
    return await load(through, asked);
  } finally {
    await between?.stop();
    await server.stop();
  }
}

if (!needs('gearmand')) {
  console.log('gearmand is not installed');
  process.exit(0);
}
buildLoad();
const chosen = Object.entries(SCENARIOS).filter(([name]) => name.includes(values.only ?? ''));
const found = new Map<string, LoadResult[]>();
for (let round = 0; round < runs; round += 1)
  for (const [name, scenario] of chosen)
    for (const way of WAYS) {
      const key = `${name} ${way}`;
      found.set(key, [...(found.get(key) ?? []), await measure(way, scenario)]);
    }

const of = (name: string, way: Way, what: 'rate' | 'p50') =>
  median((found.get(`${name} ${way}`) ?? []).map((result) => result[what] ?? 0));
const row = (name: string, ...cells: string[]) =>
  console.log(`${name.padEnd(34)} ${cells.map((cell) => cell.padStart(10)).join(' ')}`);
row('per second', ...WAYS, 'of direct', 'of bare', 'p50 more', '  to be');
for (const [name, { ofDirect, more }] of chosen) {
  const rates = WAYS.map((way) => of(name, way, 'rate'));
  const [direct = 0, bare = 0, proxy = 0] = rates;
  const later = of(name, 'proxy', 'p50') - of(name, 'direct', 'p50');
  const targets = [`${OF_BARE} of bare`];
  if (ofDirect !== undefined) targets.push(`${ofDirect} of direct`);
  if (more !== undefined) targets.push(`${more * 1000} µs more`);
  row(
    name,
    ...rates.map((rate) => rate.toFixed(0)),
    (proxy / direct).toFixed(2),
    (proxy / bare).toFixed(2),
    later === 0 ? '–' : `${(later * 1000).toFixed(0)} µs`,
    `  ${targets.join(', ')}`,
  );
}
