import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ConnectionFacts } from '../../../main/capture/recorder.ts';
import { entriesOf } from '../../../main/capture-files/batch.ts';
import { readApart } from '../../../main/capture-files/read-apart.ts';
import { fileOf } from '../../support/capture-file.ts';
import { bytes } from '../../support/packets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Reads a file with these bytes; collects what is told. */
async function read(content: Buffer, { signal = new AbortController().signal, onPacket = () => {} } = {}) {
  const path = join(await temporaryFolder(), 'traffic.pcapng');
  await writeFile(path, content);
  const seqs: number[] = [];
  const functions = new Map<string, string>();
  const facts = new Map<number, ConnectionFacts | undefined>();
  const comments: (readonly string[])[] = [];
  const reading = readApart({
    path,
    signal,
    onProgress: () => {},
    onPackets: (batch) => {
      for (const { seq } of entriesOf(batch)) seqs.push(seq);
      for (const [handle, name] of batch.functions) functions.set(handle, name);
      for (const told of batch.connections) facts.set(told.connection, told.facts);
      for (const [, texts] of batch.comments) comments.push(texts);
      onPacket();
    },
  });
  return { path, reading, seqs, functions, facts, comments };
}

const sleepers = (count: number) => {
  const file = fileOf();
  for (let done = 0; done < count; done += 1) file.hear(done % 7, { name: 'PRE_SLEEP' });
  return file;
};

test('all packets of a file, in order, with how far the reading is', async () => {
  const file = sleepers(20_000).bytes();
  const { reading, seqs, facts } = await read(file);
  expect(await reading).toMatchObject({
    size: file.length,
    read: file.length,
    packets: 20_000,
    connections: 7,
    unknownLinks: 0,
  });
  expect(seqs).toEqual(Array.from({ length: 20_000 }, (_, index) => index));
  expect([...facts.values()].map((each) => each?.address)).toContain('127.0.0.1:50006');
});

test('which function each job is of, and comments', async () => {
  const file = fileOf();
  file.hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique: '', workload: bytes('x') }, ['The one.']);
  file.hear(1, { name: 'SUBMIT_JOB_BG', function: 'mail', unique: '', workload: bytes('x') });
  file.say(1, { name: 'JOB_CREATED', handle: 'H:1' });
  file.say(1, { name: 'JOB_CREATED', handle: 'H:2' });
  file.say(2, { name: 'JOB_ASSIGN', handle: 'H:0', function: 'scan', workload: bytes('x') });
  const { reading, functions, comments } = await read(file.bytes());
  await reading;
  expect(Object.fromEntries(functions)).toEqual({ 'H:1': 'resize', 'H:2': 'mail', 'H:0': 'scan' });
  expect(comments.flat()).toContain('The one.');
});

test('who a connection is, also where its last packet tells it', async () => {
  const file = fileOf();
  file.hear(1, { name: 'ECHO_REQ', data: bytes('x') });
  file.hear(1, { name: 'SET_CLIENT_ID', clientId: 'php-7' });
  file.hear(1, { name: 'CAN_DO', function: 'resize' });
  const { reading, facts } = await read(file.bytes());
  await reading;
  expect(facts.get(1)).toMatchObject({ clientId: 'php-7', role: 'worker' });
});

test('a compressed file', async () => {
  const { reading, seqs } = await read(gzipSync(sleepers(100).bytes()));
  await reading;
  expect(seqs).toHaveLength(100);
});

test('a damaged file fails after what could be read, and says where', async () => {
  const whole = sleepers(5000).bytes();
  const { path, reading, seqs } = await read(whole.subarray(0, whole.length - 5));
  await expect(reading).rejects.toMatchObject({
    code: 'capture-damaged',
    details: { path, offset: whole.length - 96, packets: 4999, why: 'cut-off' },
  });
  expect(seqs).toHaveLength(4999);
});

test('so does a compressed file', async () => {
  const packed = gzipSync(sleepers(5000).bytes());
  const { reading } = await read(packed.subarray(0, packed.length - 2000));
  await expect(reading).rejects.toMatchObject({ code: 'capture-damaged', details: { why: 'bad-packing' } });
});

test('what is no capture file, and what is no file', async () => {
  const { path, reading } = await read(Buffer.from('Dear diary, today I have seen no packet'));
  await expect(reading).rejects.toMatchObject({ code: 'capture-foreign', details: { path } });
  const signal = new AbortController().signal;
  const nowhere = readApart({ path: '/nowhere/x.pcap', signal, onPackets: () => {}, onProgress: () => {} });
  await expect(nowhere).rejects.toMatchObject({ code: 'file-missing' });
});

test('a reading that is ended tells no more', async () => {
  const ending = new AbortController();
  const { reading, seqs } = await read(sleepers(100_000).bytes(), {
    signal: ending.signal,
    onPacket: () => ending.abort(),
  });
  const { packets } = await reading;
  const { length } = seqs;
  expect(packets).toBeLessThan(100_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seqs).toHaveLength(length);
});
