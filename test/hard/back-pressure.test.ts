import { expect, test, vi } from 'vitest';
import { encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { listening } from '../support/listening.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';

const MEGABYTE = 1024 * 1024;
const echo = (text: string): Packet => ({ name: 'ECHO_REQ', data: bytes(text) });
const submit = (workload: string): Packet => ({
  name: 'SUBMIT_JOB_BG',
  function: 'f',
  unique: '',
  workload: bytes(workload),
});

type Listening = Awaited<ReturnType<typeof listening>>;

/** Packets of a kind that were acted on, once that has come to rest: somebody else is served many times meanwhile. */
async function atRest({ port, lines }: Listening, beginning: string): Promise<number> {
  const other = await peerOf({ port });
  const count = () => lines.filter((line) => line.startsWith(beginning)).length;
  for (let before = -1; before !== count(); ) {
    before = count();
    for (let turn = 0; turn < 50; turn += 1) {
      other.send(echo('meanwhile'));
      await other.hears();
    }
  }
  return count();
}

test('what a peer asks is not acted on while it does not read the answers, and then in order', async () => {
  const server = await listening();
  const peer = await peerOf(server);
  peer.stopReading();
  const texts = Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(MEGABYTE)}`);
  for (const text of texts) peer.send(echo(text));
  const acted = await atRest(server, '1 in ECHO_REQ');
  expect(acted).toBeGreaterThan(0);
  expect(acted).toBeLessThan(20);
  peer.readAgain();
  expect((await peer.hears(20)).map((text) => text.slice(0, 12))).toEqual(
    texts.map((text) => `ECHO_RES ${text}`.slice(0, 12)),
  );
});

test.each([
  ['in memory', false],
  ['on disk', true],
])(
  'many questions with large answers in one chunk are answered as their peer reads, jobs %s',
  async (_where, durable) => {
    const server = await listening(undefined, { durable });
    const [client, worker] = [await peerOf(server), await peerOf(server)];
    const workload = 'w'.repeat(MEGABYTE);
    for (let job = 1; job <= 20; job += 1) {
      client.send(submit(workload));
      await client.hears();
    }
    worker.stopReading();
    worker.send({ name: 'CAN_DO', function: 'f' }, ...Array.from({ length: 21 }, (): Packet => ({ name: 'GRAB_JOB' })));
    const assigned = await atRest(server, '2 out JOB_ASSIGN');
    expect(assigned).toBeGreaterThan(0);
    expect(assigned).toBeLessThan(20);
    expect(server.broker.registry.functions.get('f')?.running).toBe(assigned);
    worker.readAgain();
    const heard = await worker.hears(21);
    expect(heard.map((text) => text.slice(0, 20).split(' ').slice(0, 2).join(' '))).toEqual([
      ...Array.from({ length: 20 }, (_, index) => `JOB_ASSIGN H:t:${index + 1}`),
      'NO_JOB',
    ]);
    expect(server.lines.filter((line) => line.startsWith('2 in GRAB_JOB')).length).toBe(21);
  },
);

test('what is cut by a stall is found whole afterwards: a text line, a packet, and garbage at last', async () => {
  const server = await listening();
  const peer = await peerOf(server);
  peer.stopReading();
  const large = encode(echo('x'.repeat(12 * MEGABYTE)), 'REQ');
  const half = encode(echo('half'), 'REQ');
  peer.write(Buffer.concat([large, encode(echo('second'), 'REQ'), bytes('version\n'), half.subarray(0, 14)]));
  await atRest(server, '1 in');
  peer.readAgain();
  expect((await peer.hears(3)).slice(1)).toEqual(['ECHO_RES second', expect.stringMatching(/^OK 1\.1\.20/)]);
  peer.write(Buffer.concat([half.subarray(14), bytes('\0XYZ12345678')]));
  expect(await peer.hearsTheEnd()).toEqual(['ECHO_RES half']);
  expect(server.warnings).toEqual([expect.stringContaining('bad magic')]);
});

test('a peer to which too much is sent that it does not read is left, with the reason; others go on', async () => {
  const server = await listening(undefined, { limits: { unsent: 2 * MEGABYTE } });
  const [client, worker] = [await peerOf(server), await peerOf(server)];
  worker.send({ name: 'CAN_DO', function: 'f' });
  client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes('x') });
  await client.hears();
  client.stopReading();
  worker.send({ name: 'GRAB_JOB' });
  await worker.hears();
  const data: Packet = { name: 'WORK_DATA', handle: 'H:t:1', data: Buffer.alloc(MEGABYTE) };
  for (let sent = 0; sent < 20; sent += 1) worker.send(data);
  await vi.waitUntil(() => server.listener.connections === 1, PATIENT);
  expect(server.warnings).toEqual([
    expect.stringMatching(
      /^Connection 1 from \S+ was closed: it does not read: \d+ bytes wait for it, over the limit of 2097152\.$/,
    ),
  ]);
  worker.send({ name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('') }, { name: 'GRAB_JOB' });
  expect(await worker.hears()).toEqual(['NO_JOB']);
});

test('small packets to a peer that does not read take no more memory than their bytes', async () => {
  const server = await listening();
  const [client, worker] = [await peerOf(server), await peerOf(server)];
  worker.send({ name: 'CAN_DO', function: 'f' });
  client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes('x') });
  await client.hears();
  client.stopReading();
  worker.send({ name: 'GRAB_JOB' });
  await worker.hears();
  const tell = encode({ name: 'WORK_DATA', handle: 'H:t:1', data: Buffer.alloc(600) }, 'REQ');
  for (let sent = 0; sent < 15; sent += 1)
    worker.send({ name: 'WORK_DATA', handle: 'H:t:1', data: Buffer.alloc(MEGABYTE) }); // more than the system takes
  worker.send(echo(''));
  await worker.hears();
  const before = process.memoryUsage();
  for (let sent = 0; sent < 2000; sent += 1) {
    worker.write(tell);
    worker.send(echo(''));
    await worker.hears();
  }
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(10 * MEGABYTE); // 1.2 MB were sent
  client.readAgain();
  expect(new Set((await client.hears(2015)).map((text) => text.length)).size).toBe(2);
});

test('answers that wait for a peer still come when it has closed its half', async () => {
  const server = await listening();
  const peer = await peerOf(server);
  peer.stopReading();
  for (let sent = 0; sent < 15; sent += 1) peer.send(echo('x'.repeat(MEGABYTE)));
  peer.halfClose();
  await atRest(server, '1 in');
  peer.readAgain();
  expect((await peer.hearsTheEnd()).length).toBe(15);
});
