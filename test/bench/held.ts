import { parseArgs } from 'node:util';
import { packetCalls } from '../../main/calls/packets.ts';
import { Recorder } from '../../main/capture/recorder.ts';
import { openReplay, replayJob } from '../../main/capture/replay.ts';
import { CaptureRing } from '../../main/capture/ring.ts';
import { PacketFilter, PacketScope } from '../../main/contract/packets.ts';
import { now } from '../../main/util/clock.ts';
import { Rate } from '../../main/util/rate.ts';
import { keepYoungSpaceSmall } from '../../main/util/young-space.ts';
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
const ring = new CaptureRing();
const recorder = new Recorder({ ring, host: 0, server: 'local', run: now(), rate: new Rate(), onPacket: () => {} });
const { handlers } = packetCalls({
  ring,
  recorders: [recorder],
  functionOf: () => undefined,
  rules: () => [],
  onChange: () => {},
});
const windowOf = (filter: Partial<PacketFilter> = {}, from: number | 'end' = 'end') =>
  handlers['packets.window']({ ...PacketFilter.parse(filter), from, rows: ROWS, until: null });

openReplay(recorder);
for (let job = 1; ring.next < PACKETS; job += 1) {
  replayJob(recorder, job, now());
  if (job % SLICE === 0) await nextTurn();
}
/** The newest job of which all packets are held, and one in the middle. */
const jobs = PACKETS / 10;
const [newest, middle] = [`H:replay:${jobs - 1}`, `H:replay:${jobs / 2}`];
const byJob = PacketScope.parse({ job: { server: 'local', run: recorder.run, handle: middle } });

const indexed = await asked({ filter: 'gb.job == "nobody"' });
targetLine(`whose job each of ${PACKETS.toLocaleString('en')} packets is`, `${indexed.finished.toFixed(0)} ms`, '');
targetLine('  longest stall', tookWords(indexed.stall), 'under 50 ms');
const cases: [name: string, filter: Partial<PacketFilter>][] = [
  ['no filter', { probes: true }],
  ['a function', { filter: 'gearman.func.name == "replay"' }],
  ['a handle, of the newest', { filter: `gearman.job.handle == "${newest}"` }],
  ['a handle, of the middle', { filter: `gearman.job.handle == "${middle}"` }],
  ['types', { filter: 'gearman.pkt_type in {7, 18}' }],
  ['a word', { filter: '"0410"' }],
  ['a pattern', { filter: 'gearman.func.arg matches "in/0[0-9]+"' }],
  ['size and direction', { filter: 'gb.size > 60 and gb.dir == "C->S"' }],
  ['a job', { filter: `gb.job == "${middle}"` }],
  ['a job is followed', { scope: byJob }],
  ['time since the packet before', { filter: 'gb.job_delta > 0.001' }],
  ['what the expert finds', { filter: 'gb.expert' }],
];
for (const [name, filter] of cases) {
  const { first, finished, stall } = await asked(filter);
  targetLine(`${name}: first rows`, `${first.toFixed(0)} ms`, 'within 100 ms');
  targetLine('  finished', `${finished.toFixed(0)} ms`, 'within 1 s');
  targetLine('  longest stall', tookWords(stall), 'under 50 ms');
}
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
async function asked(filter: Partial<PacketFilter>): Promise<{ first: number; finished: number; stall: Took }> {
  const watch = watchTurns();
  const began = performance.now();
  let first = 0;
  for (;;) {
    const { rows, scanned } = await windowOf(filter);
    if (first === 0 && rows.length > 0) first = performance.now() - began;
    if (scanned === 1) break;
    await new Promise((done) => setTimeout(done, FRAME));
  }
  return { first, finished: performance.now() - began, stall: await watch.end() };
}

/** Watches how long a turn of the event loop takes: what comes waits for its end. */
function watchTurns(): { end(): Promise<Took> } {
  const longest: Took = { time: 0, used: 0 };
  let ended = false;
  let at = performance.now();
  let cpu = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage(cpu);
    longest.time = Math.max(longest.time, performance.now() - at);
    longest.used = Math.max(longest.used, (user + system) / 1000);
    at = performance.now();
    cpu = process.threadCpuUsage();
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
