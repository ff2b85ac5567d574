import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { encode } from '../../../main/protocol/codec.ts';
import type { Packet } from '../../../main/protocol/packets.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { listening } from '../../support/listening.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

const echo = (text: string): Packet => ({ name: 'ECHO_REQ', data: bytes(text) });

test('a job goes over real sockets, and every packet of it is recorded', async () => {
  const { port, lines } = await listening();
  const worker = await peerOf({ port });
  worker.send({ name: 'CAN_DO', function: 'reverse' }, { name: 'PRE_SLEEP' }, echo('ready'));
  expect(await worker.hears()).toEqual(['ECHO_RES ready']);
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB', function: 'reverse', unique: 'u', workload: bytes('abc') });
  expect(await client.hears()).toEqual(['JOB_CREATED H:t:1']);
  expect(await worker.hears()).toEqual(['NOOP']);
  worker.send({ name: 'GRAB_JOB_UNIQ' });
  expect(await worker.hears()).toEqual(['JOB_ASSIGN_UNIQ H:t:1 reverse u abc']);
  worker.send({ name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('cba') });
  expect(await client.hears()).toEqual(['WORK_COMPLETE H:t:1 cba']);
  expect(lines).toEqual([
    '1 opened',
    '1 in CAN_DO 19',
    '1 in PRE_SLEEP 12',
    '1 in ECHO_REQ 17',
    '1 out ECHO_RES 17',
    '2 opened',
    '2 in SUBMIT_JOB 25',
    '1 out NOOP 12',
    '2 out JOB_CREATED 17',
    '1 in GRAB_JOB_UNIQ 12',
    '1 out JOB_ASSIGN_UNIQ 31',
    '1 in WORK_COMPLETE 21',
    '2 out WORK_COMPLETE 21',
  ]);
});

test('bytes may come one by one', async () => {
  const { port } = await listening();
  const client = await peerOf({ port });
  const stream = Buffer.concat([encode(echo('one'), 'REQ'), bytes('version\r\n'), encode(echo('two'), 'REQ')]);
  for (const byte of stream) {
    client.write(Buffer.from([byte]));
    await new Promise(setImmediate); // so that they leave one by one
  }
  expect(await client.hears(3)).toEqual(['ECHO_RES one', expect.stringMatching(/^OK 1\.1\.20/), 'ECHO_RES two']);
});

test('who is connected is told by what it says', async () => {
  const { port, facts } = await listening(['127.0.0.1'], { originOf: () => 'self' });
  const peer = await peerOf({ port });
  peer.send(echo(''));
  await peer.hears();
  expect(facts.get(1)?.()).toEqual({
    address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    clientId: '',
    role: undefined,
    origin: 'self',
    heardAt: expect.any(Number),
    did: expect.any(Function),
  });
  peer.send({ name: 'SET_CLIENT_ID', clientId: 'w1' }, echo(''));
  await peer.hears();
  expect(facts.get(1)?.()).toMatchObject({ clientId: 'w1', role: 'worker' });
});

test('whose connection it is, is asked until the peer has spoken, and then known for good', async () => {
  let claimed: 'self' | 'other' = 'other';
  const { port, facts, listener } = await listening(['127.0.0.1'], { originOf: () => claimed });
  const peer = await peerOf({ port });
  await vi.waitUntil(() => listener.connections === 1, PATIENT);
  expect(facts.get(1)?.().origin).toBe('other');
  claimed = 'self';
  peer.send(echo(''));
  await peer.hears();
  claimed = 'other'; // our end of the connection has closed, and the port is nobody's
  expect(facts.get(1)?.().origin).toBe('self');
});

test('garbage is recorded and ends its connection; what came before is answered', async () => {
  const { port, lines, warnings, listener } = await listening();
  const other = await peerOf({ port });
  const peer = await peerOf({ port });
  peer.write(Buffer.concat([encode(echo('first'), 'REQ'), bytes('\0XYZ and more')]));
  expect(await peer.hearsTheEnd()).toEqual(['ECHO_RES first']);
  expect(lines.filter((line) => line.startsWith('2'))).toEqual([
    '2 opened',
    '2 in ECHO_REQ 17',
    '2 out ECHO_RES 17',
    '2 in garbage 13',
    '2 closed',
  ]);
  expect(warnings).toEqual([
    expect.stringMatching(/^Connection 2 from 127\.0\.0\.1:\d+ was closed: bad magic 0058595a\.$/),
  ]);
  other.send(echo('still here'));
  expect([await other.hears(), listener.connections]).toEqual([['ECHO_RES still here'], 1]);
});

test.each([
  ['the request of a browser', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nstatus\r\n\r\n'],
  ['a request with a job in its body', 'POST / HTTP/1.1\r\n\r\n\0REQ\0\0\0\x10\0\0\0\0'],
])('%s is not answered', async (_what, request) => {
  const { port, lines, warnings } = await listening();
  const browser = await peerOf({ port });
  browser.write(bytes(request));
  expect(await browser.hearsTheEnd()).toEqual([]);
  expect(lines).toEqual([
    '1 opened',
    expect.stringMatching(/^1 in text \d+$/),
    expect.stringMatching(/^1 in garbage \d+$/),
    '1 closed',
  ]);
  expect(warnings).toEqual([expect.stringContaining('it speaks HTTP, not Gearman')]);
});

test('a packet over the limit ends the connection before it has come', async () => {
  const { port, warnings } = await listening(['127.0.0.1'], { limits: { packet: 1024 } });
  const peer = await peerOf({ port });
  peer.write(bytes('\0REQ\0\0\0\x10\0\0\x04\x01'));
  expect(await peer.hearsTheEnd()).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('ECHO_REQ declares 1025 bytes, over the limit of 1024')]);
});

test('connections over the limit are closed at once, with one line in the log; who leaves makes room', async () => {
  const { port, listener, warnings } = await listening(undefined, { limits: { connections: 2 } });
  const [first, second] = [await peerOf({ port }), await peerOf({ port })];
  for (let more = 0; more < 5; more += 1) expect(await (await peerOf({ port })).hearsTheEnd()).toEqual([]);
  expect(warnings).toEqual(['The limit of 2 connections is reached: 1 more were closed at once.']);
  for (const peer of [first, second]) peer.send(echo('served'));
  expect([await first.hears(), await second.hears()]).toEqual([['ECHO_RES served'], ['ECHO_RES served']]);
  first.leave();
  await vi.waitUntil(() => listener.connections === 1, PATIENT);
  const third = await peerOf({ port });
  third.send(echo('welcome'));
  expect(await third.hears()).toEqual(['ECHO_RES welcome']);
});

test('what begins as TLS is told so and ended before its first line is whole', async () => {
  const { port, warnings } = await listening();
  const peer = await peerOf({ port });
  peer.write(bytes('\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'));
  expect(await peer.hearsTheEnd()).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('it speaks TLS, and this server does not')]);
});

test('who stops in the middle of a message is left after a while; who is silent between messages is not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  afterThisTest(() => void vi.useRealTimers());
  const { port, listener, warnings } = await listening(['127.0.0.1'], { limits: { unfinished: 60 } });
  const [silent, halfPacket, halfLine] = [await peerOf({ port }), await peerOf({ port }), await peerOf({ port })];
  const hears = async (peer: typeof silent) => {
    peer.send(echo('there'));
    return await peer.hears();
  };
  expect(await hears(silent)).toEqual(['ECHO_RES there']);
  expect(vi.getTimerCount()).toBe(0);
  halfPacket.write(encode(echo('half'), 'REQ').subarray(0, 14));
  await vi.waitUntil(() => vi.getTimerCount() === 1, PATIENT);
  vi.advanceTimersByTime(40_000);
  halfPacket.write('l'); // goes on
  halfLine.write('stat');
  await hears(silent);
  vi.advanceTimersByTime(40_000);
  expect(await hears(silent)).toEqual(['ECHO_RES there']);
  expect(listener.connections).toBe(3);
  vi.advanceTimersByTime(20_000);
  expect([await halfPacket.hearsTheEnd(), await halfLine.hearsTheEnd()]).toEqual([[], []]);
  expect(warnings.toSorted()).toEqual([
    expect.stringMatching(/^Connection 2 .* was closed: it stopped in the middle of a message for 60 s\.$/),
    expect.stringMatching(/^Connection 3 .* was closed: it stopped in the middle of a message for 60 s\.$/),
  ]);
  expect([await hears(silent), vi.getTimerCount()]).toEqual([['ECHO_RES there'], 0]);
});

test.skipIf(process.platform !== 'linux')('the system asks after a peer that has been silent for long', async () => {
  const { port } = await listening(['127.0.0.1'], { limits: { keepAlive: 7 } });
  const peer = await peerOf({ port });
  peer.send(echo('there'));
  await peer.hears();
  await vi.waitUntil(async () => (await timerOf(port)).kind === '02', PATIENT); // the system's word for keepalive
  expect((await timerOf(port)).seconds).toBeGreaterThan(0);
  expect((await timerOf(port)).seconds).toBeLessThanOrEqual(7);
});

/** The timer that the system has set for the accepted connection at that port. */
async function timerOf(port: number): Promise<{ kind: string; seconds: number }> {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((row) => row.trim().split(/ +/));
  const [kind = '', ticks = ''] =
    rows.find(([, from, , state]) => from === local && state === '01')?.[5]?.split(':') ?? [];
  return { kind, seconds: Number.parseInt(ticks, 16) / 100 };
}

test('who leaves in the middle of a packet has its rest recorded, and its job waits again', async () => {
  const { port, lines } = await listening();
  const [client, worker, second] = [await peerOf({ port }), await peerOf({ port }), await peerOf({ port })];
  client.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: bytes('x') });
  await client.hears();
  worker.send({ name: 'CAN_DO', function: 'f' }, { name: 'GRAB_JOB' });
  expect(await worker.hears()).toEqual(['JOB_ASSIGN H:t:1 f x']);
  second.send({ name: 'CAN_DO', function: 'f' }, { name: 'PRE_SLEEP' }, echo(''));
  await second.hears();
  worker.write(bytes('\0REQ\0\0\0\x0d\0\0\0\x20H:t:1'));
  worker.leave();
  expect(await second.hears()).toEqual(['NOOP']);
  expect(lines.slice(-3)).toEqual(['2 in garbage 17', '2 closed', '3 out NOOP 12']);
});

test('the same port is listened on at several addresses', async () => {
  const { port, broker } = await listening(['127.0.0.1', '::1']);
  const [four, six] = [await peerOf({ port }), await peerOf({ host: '::1', port })];
  for (const peer of [four, six]) peer.send(echo('hello'));
  expect([await four.hears(), await six.hears()]).toEqual([['ECHO_RES hello'], ['ECHO_RES hello']]);
  expect([...broker.registry.peers.values()].map(({ id, address }) => `${id} ${address}`)).toEqual([
    '1 127.0.0.1',
    '2 ::1',
  ]);
});

test('a close ends all connections and frees the port', async () => {
  const { port, listener, lines } = await listening();
  const peers = [await peerOf({ port }), await peerOf({ port })];
  for (const peer of peers) {
    peer.send(echo('in'));
    await peer.hears();
  }
  expect(listener.connections).toBe(2);
  await listener.close();
  expect([await Promise.all(peers.map((peer) => peer.hearsTheEnd())), listener.connections]).toEqual([[[], []], 0]);
  expect(lines.slice(-2)).toEqual(['1 closed', '2 closed']);
  await expect(peerOf({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
