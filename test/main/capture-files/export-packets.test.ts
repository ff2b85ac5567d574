import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { BatchBuilder } from '../../../main/capture-files/batch.ts';
import { exportPackets } from '../../../main/capture-files/export-packets.ts';
import { FileWriter } from '../../../main/capture-files/file-writer.ts';
import type { CaptureFormat } from '../../../main/contract/captures.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Capture = ReturnType<typeof captureOf>;

const partsOf = ({ recorder: { server, run, facts } }: Capture, recorder = { server, run, facts }) => ({
  connection: (host: number, connection: number) => ({ host, connection, ...recorder, facts: undefined }),
  functionOf: () => undefined,
  commentsOf: () => undefined,
});

/** Exports packets of a capture as a file of its own folder. */
async function exported(
  capture: Capture,
  format: CaptureFormat,
  more: Partial<Parameters<typeof exportPackets>[0]> = {},
) {
  const path = join(await temporaryFolder(), `traffic.${format}`);
  const { ring } = capture;
  const numbers = Array.from({ length: ring.next - ring.first }, (_, index) => ring.first + index);
  const signal = new AbortController().signal;
  const onProgress = () => {};
  const written = await exportPackets({
    ...{ ring, numbers, signal, onProgress, target: { path, format } },
    ...partsOf(capture),
    ...more,
  });
  return { path, written, beside: () => readdir(dirname(path)) };
}

function sleepers(count: number): Capture {
  const capture = captureOf();
  for (let done = 0; done < count; done += 1) capture.hear(1, { name: 'PRE_SLEEP' });
  return capture;
}

test('all packets, over several batches, in order, and nothing beside the file', async () => {
  const { path, written, beside } = await exported(sleepers(20_000), 'text');
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(
    Array.from({ length: 20_000 }, (_, index) => index + 1),
  );
  expect(written).toEqual({ packets: 20_000, bytes: (await readFile(path)).length, files: 1 });
  expect(await beside()).toEqual([basename(path)]);
});

test('only the packets that were chosen, as numbers that may have been forgotten', async () => {
  const capture = captureOf({ entries: 3 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) capture.hear(1, { name: 'CAN_DO', function: name });
  const { path } = await exported(capture, 'csv', { numbers: [1, 2, 4, 9] });
  const rows = (await readFile(path, 'utf8')).split('\r\n').slice(1, -1);
  expect(rows.map((row) => row.split(',')[10])).toEqual(['c', 'e']);
});

test('a packet larger than a batch has room', async () => {
  const capture = captureOf();
  capture.hear(1, { name: 'PRE_SLEEP' });
  capture.hear(1, { name: 'ECHO_REQ', data: Buffer.alloc(3_000_000, 'x') });
  capture.hear(1, { name: 'PRE_SLEEP' });
  const { path } = await exported(capture, 'jsonl');
  const sizes = (await readFile(path, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).size);
  expect(sizes).toEqual([12, 3_000_012, 12]);
});

test('an export that is ended leaves nothing, and a file that was there as it was', async () => {
  const ending = new AbortController();
  const path = join(await temporaryFolder(), 'traffic.csv');
  await writeFile(path, 'before');
  const { written } = await exported(sleepers(200_000), 'csv', {
    target: { path, format: 'csv' },
    signal: ending.signal,
    onProgress: () => ending.abort(),
  });
  expect([written, await readdir(dirname(path)), await readFile(path, 'utf8')]).toEqual([
    null,
    ['traffic.csv'],
    'before',
  ]);
});

test('where nothing can be written, it is said', async () => {
  const path = join(await temporaryFolder(), 'missing', 'traffic.csv');
  await expect(exported(sleepers(1), 'csv', { target: { path, format: 'csv' } })).rejects.toMatchObject({
    code: 'file-unwritable',
    details: { path },
  });
});

test('a recording goes on in a next file when one is full, each readable by itself, and keeps the last ones', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'night.csv');
  const capture = captureOf();
  const writer = new FileWriter({ path, format: 'csv', recording: { bytes: 200, files: 2 } });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    capture.hear(1, { name: 'ECHO_REQ', data: bytes(name.repeat(50)) });
    const batch = new BatchBuilder(partsOf(capture));
    batch.add(capture.ring.get(capture.ring.next - 1)!);
    writer.batch(batch.take());
    expect(existsSync(path) || writer.written.files > 2).toBe(true);
  }
  writer.end();
  expect((await readdir(folder)).toSorted()).toEqual(['night-5.csv', 'night-6.csv']);
  const last = (await readFile(join(folder, 'night-6.csv'), 'utf8')).split('\r\n');
  expect([last[0]?.split(',')[0], last[1]?.split(',').at(-1), last.length]).toEqual(['number', 'f'.repeat(50), 3]);
  expect(writer.written).toMatchObject({ packets: 6, files: 6 });
});
