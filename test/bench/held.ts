import { parseArgs } from 'node:util';
import { PacketFilter, PacketScope } from '../../main/contract/packets.ts';
import { keepYoungSpaceSmall } from '../../main/util/young-space.ts';
import { replayed } from '../support/replayed.ts';
import { type Took, targetLine, tookWords } from './target-line.ts';

/*
 * npm run bench -- --traffic, second part: 2,000,000 packets are held, it is known whose job each is, and filters that were not
 * asked for before are asked for as the window does, each frame. Each line says what was measured, the figure and what it is to
 * be. `--seconds` takes 100,000 packets, to see that it works.
 */

const { values } = parseArgs({ options: { traffic: { type: 'boolean' }, seconds: { type: 'boolean' } } });
const PACKETS = values.seconds ? 100_000 : 2_000_000;
/** Between two questions of the window, ms. */
const FRAME = 16;
const ROWS = 60;
const SLICE = 5000;

keepYoungSpaceSmall();
const start = process.memoryUsage.rss();
const { ring, recorder, handlers, replay } = replayed();
const windowOf = (filter: Partial<PacketFilter> = {}, from: number | 'end' = 'end') =>
  handlers['packets.window']({ ...PacketFilter.parse(filter), from, rows: ROWS, until: null });

for (let job = 1; ring.next < PACKETS; job += 1) {
  replay(job);
  if (job % SLICE === 0) await nextTurn();
}
/** The newest job of which all packets are held, and one in the middle. */
const jobs = PACKETS / 10;
const [newest, middle] = [`H:replay:${jobs - 1}`, `H:replay:${jobs / 2}`];
const byJob = PacketScope.parse({ job: { server: 'local', run: recorder.run, handle: middle } });

const cases: [name: string, filter: Partial<PacketFilter>][] = [
  ['whose job each packet is, a job of nobody', { filter: 'gb.job == "nobody"' }],
  ['no filter', { probes: true }],
  ['a function', { filter: 'gearman.func.name == "replay"' }],
  ['a handle, of the newest', { filter: `gearman.job.handle == "${newest}"` }],
  ['a handle, of the middle', { filter: `gearman.job.handle == "${middle}"` }],
  ['types', { filter: 'gearman.pkt_type in {7, 18}' }],
  ['a word', { filter: '"0410"' }],
  ['a pattern', { filter: 'gearman.func.arg matches "in/0[0-9]+"' }],
  ['size and direction', { filter: 'gb.size > 40 and gb.dir == "C->S"' }],
  ['a job', { filter: `gb.job == "${middle}"` }],
  ['a job is followed', { scope: byJob }],
  ['time since the packet before', { filter: 'gb.job_delta > 0.001' }],
  ['what the expert finds', { filter: 'gb.expert' }],
];
for (const [name, filter] of cases) {
  const { first, finished, stall } = await asked(filter);
  if (first !== null) targetLine(`${name}: first rows`, tookWords(first), 'within 100 ms');
  targetLine(first === null ? `${name}: finished` : '  finished', tookWords(finished), 'within 1 s');
  targetLine('  longest stall', tookWords(stall), 'under 50 ms');
}
await asked({});
const all = await windowOf();
const reached: boolean[] = [];
for (const position of [all.first, all.first + PACKETS / 2, all.end - 1])
  reached.push((await windowOf({}, position)).rows[0]?.seq === position);
const found = await handlers['packets.find']({
  ...PacketFilter.parse({}),
  seq: Math.ceil(PACKETS / 3),
  by: 'number',
  direction: 'next',
});
targetLine(
  'first, middle, last and any row are reached',
  String(reached.every(Boolean) && found?.seq === Math.ceil(PACKETS / 3)),
  'true',
);
targetLine('packets held', (ring.next - ring.first).toLocaleString('en'), PACKETS.toLocaleString('en'));
targetLine('memory for it', `${((process.memoryUsage.rss() - start) / 1024 / 1024).toFixed(0)} MiB`, 'at most 400');
process.exit();

/** Asks for the rows of a filter, each frame, until all packets have been looked at. Times are ms. */
async function asked(filter: Partial<PacketFilter>): Promise<{ first: Took | null; finished: Took; stall: Took }> {
  const watch = watchTurns();
  const watched = stopwatch();
  let first: Took | null = null;
  for (;;) {
    const { rows, scanned } = await windowOf(filter);
    if (rows.length > 0) first ??= watched();
    if (scanned === 1) break;
    await new Promise((done) => setTimeout(done, FRAME));
  }
  return { first, finished: watched(), stall: await watch.end() };
}

/** What has gone by since. */
function stopwatch(): () => Took {
  const at = performance.now();
  const cpu = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(cpu);
    return { time: performance.now() - at, used: (user + system) / 1000 };
  };
}

/** Watches how long a turn of the event loop takes: what comes waits for its end. */
function watchTurns(): { end(): Promise<Took> } {
  const longest: Took = { time: 0, used: 0 };
  let ended = false;
  let watched = stopwatch();
  const look = () => {
    const { time, used } = watched();
    longest.time = Math.max(longest.time, time);
    longest.used = Math.max(longest.used, used);
    watched = stopwatch();
    if (!ended) setImmediate(look);
  };
  setImmediate(look);
  return {
    async end() {
      await nextTurn();
      ended = true;
      return longest;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
