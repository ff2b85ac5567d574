import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openCapture } from '../../main/calls/open-capture.ts';
import { Recorder } from '../../main/capture/recorder.ts';
import { CaptureRing, DEFAULT_RING } from '../../main/capture/ring.ts';
import { exportPackets, heldNumbers } from '../../main/capture-files/export-packets.ts';
import { PcapngWriter } from '../../main/capture-files/pcapng-writer.ts';
import type { CaptureFormat } from '../../main/contract/captures.ts';
import { PacketFilter } from '../../main/contract/packets.ts';
import { encode } from '../../main/protocol/codec.ts';
import { definitionOf, type Packet } from '../../main/protocol/packets.ts';
import { Rate } from '../../main/util/rate.ts';

/*
 * npm run bench -- --captures: opens a capture of a gigabyte as the window does, and exports a million packets in each format.
 * Prints how long that takes, the processor time of all threads and of that of the sockets, how long things wait for the latter
 * and its longest slice, and the memory of the process. `--seconds` does a hundredth of it, to see that it works; `--runs N` (3).
 */

const { values } = parseArgs({
  options: { captures: { type: 'boolean' }, seconds: { type: 'boolean' }, runs: { type: 'string' } },
});
const runs = values.seconds ? 1 : Number(values.runs ?? 3);
const share = values.seconds ? 0.01 : 1;
const PACKETS = 1_000_000 * share;
const BYTES = 2 ** 30 * share;
const CONNECTIONS = 40;
const folder = mkdtempSync(join(tmpdir(), 'gearbench-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The packets of a job, in turn. */
function packetOf(number: number): { direction: 'in' | 'out'; packet: Packet } {
  const job = Math.floor(number / 4);
  const handle = `H:bench:${job}`;
  const content = Buffer.alloc(60 + (job % 200), 'x');
  switch (number % 4) {
    case 0:
      return {
        direction: 'in',
        packet: { name: 'SUBMIT_JOB', function: 'resize', unique: `u-${job}`, workload: content },
      };
    case 1:
      return { direction: 'out', packet: { name: 'JOB_CREATED', handle } };
    case 2:
      return { direction: 'in', packet: { name: 'WORK_COMPLETE', handle, result: content } };
    default:
      return { direction: 'out', packet: { name: 'WORK_COMPLETE', handle, result: content } };
  }
}

const bytesOf = ({ direction, packet }: ReturnType<typeof packetOf>) =>
  encode(packet, direction === 'in' ? 'REQ' : 'RES');

/** Processor time, ms. */
const sum = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

/**
 * Watches this thread by a timer that is due each millisecond: how long things wait for it, which others that use the machine
 * have a part in, and the most of a processor that it takes in one go, which is its own. ms
 */
function watchThread() {
  const waits: number[] = [];
  let slice = 0;
  let due = performance.now();
  let used = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    waits.push(Math.max(0, now - due - 1));
    due = now;
    slice = Math.max(slice, sum(process.threadCpuUsage(used)));
    used = process.threadCpuUsage();
  }, 1);
  return () => {
    clearInterval(timer);
    waits.sort((a, b) => a - b);
    return { slice, p99: waits[Math.floor(waits.length * 0.99)] ?? 0 };
  };
}

/** Processor time from now on: of all threads, and of this one, ms. */
function watchProcessor() {
  const all = process.cpuUsage();
  const own = process.threadCpuUsage();
  return () => ({ all: sum(process.cpuUsage(all)), own: sum(process.threadCpuUsage(own)) });
}

const resident = () => process.memoryUsage().rss / 2 ** 20;
const line = (name: string, ...cells: string[]) =>
  console.log(`${name.padEnd(34)} ${cells.map((cell) => cell.padStart(14)).join(' ')}`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const millis = (ms: number) => `${ms.toFixed(1)} ms`;

// ---------- Open ----------

const large = join(folder, 'large.pcapng');
{
  const writer = new PcapngWriter((key) => ({ peer: `192.0.2.1:${40_000 + Number(key)}`, note: 'bench' }));
  const file = openSync(large, 'w');
  let written = 0;
  for (let number = 0; written < BYTES; number += 1) {
    const said = packetOf(number);
    const bytes = bytesOf(said);
    const at = 1_767_323_045_000 + number / 50;
    writer.packet({ at, connection: number % CONNECTIONS, direction: said.direction, bytes, size: bytes.length });
    if (writer.length > 200_000) written += writeSync(file, writer.take());
  }
  writeSync(file, writer.take());
  closeSync(file);
}

const everything = { ...PacketFilter.parse({ filter: '', probes: true }), from: 'end' as const, rows: 60, until: null };

line(
  `a capture of ${Math.round(statSync(large).size / 1e6)} MB`,
  ...[
    'first rows',
    'to its end',
    'processor',
    'this thread',
    'waits, p99',
    'longest slice',
    'MiB before',
    'MiB at most',
  ],
);
for (let run = 0; run < runs; run += 1) {
  const before = resident();
  let most = before;
  let first = 0;
  const thread = watchThread();
  const processor = watchProcessor();
  const began = performance.now();
  let changed = true;
  const capture = openCapture(large, {
    onChange: () => {
      changed = true;
    },
    rules: () => [],
  });
  // The window asks at most once a frame.
  while (capture.state.reading) {
    await sleep(16);
    most = Math.max(most, resident());
    if (!changed) continue;
    changed = false;
    const { rows } = await capture.calls.handlers['packets.window'](everything);
    if (rows.length > 0 && first === 0) first = performance.now() - began;
  }
  const took = performance.now() - began;
  const { slice, p99 } = thread();
  const { all, own } = processor();
  line(
    `  run ${run + 1}: ${capture.state.packets} packets`,
    ...[first, took, all, own].map(seconds),
    ...[p99, slice].map(millis),
    ...[before, most].map((each) => each.toFixed(0)),
  );
}

{
  const capture = openCapture(large, { onChange: () => {}, rules: () => [] });
  while (capture.state.packets === 0) await sleep(1);
  const asked = performance.now();
  capture.end();
  await capture.read;
  line('  ended in the middle', `after ${millis(performance.now() - asked)}`);
}

// ---------- Export ----------

const ring = new CaptureRing({ ...DEFAULT_RING, bytes: 512 * 2 ** 20 });
const recorder = new Recorder({ ring, host: 0, server: 'local', run: 1, rate: new Rate(), onPacket: () => {} });
for (let number = 0; number < PACKETS; number += 1) {
  const said = packetOf(number);
  const block = bytesOf(said);
  const { type } = definitionOf(said.packet.name);
  const position = recorder.keep(block);
  const at = 1_767_323_045_000 + number / 50;
  recorder.place(recorder.packet(at, number % CONNECTIONS, said.direction, type, block.length), block, position, 0);
}

async function exported(format: CaptureFormat): Promise<number> {
  const path = join(folder, `traffic.${format}`);
  const began = performance.now();
  await exportPackets({
    ring,
    numbers: heldNumbers(ring),
    target: { path, format },
    signal: new AbortController().signal,
    onProgress: () => {},
    connection: (host, connection) => ({ host, connection, server: 'local', run: 1, facts: undefined }),
    functionOf: () => undefined,
    commentsOf: () => undefined,
  });
  const took = performance.now() - began;
  rmSync(path);
  return took;
}

line(
  `export of ${ring.next - ring.first} packets`,
  'median',
  'processor',
  'this thread',
  'waits, p99',
  'longest slice',
);
for (const format of ['pcapng', 'jsonl', 'csv', 'text', 'markdown'] as const) {
  const thread = watchThread();
  const processor = watchProcessor();
  const took: number[] = [];
  for (let run = 0; run < runs; run += 1) took.push(await exported(format));
  const { slice, p99 } = thread();
  took.sort((a, b) => a - b);
  const { all, own } = processor();
  const median = took[Math.floor(took.length / 2)] ?? 0;
  line(`  ${format}`, seconds(median), seconds(all / runs), seconds(own / runs), millis(p99), millis(slice));
}
process.exit(0);
