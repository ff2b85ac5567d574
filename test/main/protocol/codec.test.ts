import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decoder, encode, type Message } from '../../../main/protocol/codec.ts';
import { ProtocolError } from '../../../main/protocol/errors.ts';
import { definitionOf, PACKETS, type Packet, type PacketName } from '../../../main/protocol/packets.ts';
import { anyPacket, bytes } from '../../support/packets.ts';

const limits = { packet: 1024, line: 100 };

/** Feeds a stream in the given pieces; returns all messages without their places. */
function decode(
  stream: Buffer,
  cuts: number[],
  decoder = new Decoder(limits),
): { messages: unknown[]; error?: ProtocolError } {
  const edges = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
  const messages: unknown[] = [];
  for (const [index, edge] of edges.slice(1).entries()) {
    const batch = decoder.push(stream.subarray(edges[index], edge));
    messages.push(...batch.messages.map(said));
    if (batch.error !== undefined) return { messages, error: batch.error };
  }
  return { messages };
}

const said = (message: Message) =>
  message.kind === 'text' ? message.line : { magic: message.magic, ...copyOf(message.packet) };
const copyOf = (packet: Packet) =>
  Object.fromEntries(
    Object.entries(packet).map(([key, value]) => [key, Buffer.isBuffer(value) ? Buffer.from(value) : value]),
  );

test('the table has all 42 packet types, each once', () => {
  const types = Object.values(PACKETS).map(({ type }) => type);
  expect(types.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
});

test('packets are the bytes of the reference exchange', () => {
  const hex = (packet: Packet, magic: 'REQ' | 'RES') => encode(packet, magic).toString('hex');
  expect([
    hex({ name: 'SUBMIT_JOB', function: 'reverse', unique: '', workload: bytes('test') }, 'REQ'),
    hex({ name: 'JOB_CREATED', handle: 'H:vm:1' }, 'RES'),
    hex({ name: 'NOOP' }, 'RES'),
    hex({ name: 'GRAB_JOB_ALL' }, 'REQ'),
    hex({ name: 'JOB_ASSIGN_UNIQ', handle: 'H:vm:1', function: 'reverse', unique: '', workload: bytes('test') }, 'RES'),
    hex({ name: 'WORK_STATUS', handle: 'H:vm:1', numerator: '1', denominator: '4' }, 'RES'),
    hex({ name: 'WORK_FAIL', handle: 'H:vm:1' }, 'RES'),
  ]).toEqual([
    '00524551000000070000000d7265766572736500' + '0074657374',
    '005245530000000800000006483a766d3a31',
    '005245530000000600000000',
    '005245510000002700000000',
    '005245530000001f00000014483a766d3a31007265766572736500' + '0074657374',
    '005245530000000c0000000a483a766d3a3100310034',
    '005245530000000e00000006483a766d3a31',
  ]);
});

test('any packets, cut anywhere, come back whole and in order', () => {
  fc.assert(
    fc.property(fc.array(anyPacket, { maxLength: 8 }), fc.array(fc.nat(300)), (packets, cuts) => {
      const stream = Buffer.concat(packets.map((packet) => encode(packet, 'REQ')));
      expect(decode(stream, cuts).messages).toEqual(packets.map((packet) => ({ magic: 'REQ', ...packet })));
    }),
  );
});

test.each(Object.keys(PACKETS) as PacketName[])('%s comes back byte by byte', (name) => {
  const { args, data } = definitionOf(name);
  const packet = {
    name,
    ...Object.fromEntries(args.map((arg) => [arg, `<${arg}>`])),
    ...(data && { [data]: bytes('a\0b') }),
  } as Packet;
  const stream = encode(packet, 'RES');
  expect(decode(stream, Array.from(stream.keys())).messages).toEqual([{ magic: 'RES', ...packet }]);
});

test('text lines and packets alternate on one stream', () => {
  const echo = encode({ name: 'ECHO_REQ', data: bytes('\n') }, 'REQ');
  const stream = Buffer.concat([bytes('status\r\n'), echo, bytes('version\n\nworkers\n'), echo]);
  const whole = [
    'status',
    { magic: 'REQ', name: 'ECHO_REQ', data: bytes('\n') },
    'version',
    '',
    'workers',
    { magic: 'REQ', name: 'ECHO_REQ', data: bytes('\n') },
  ];
  expect(decode(stream, []).messages).toEqual(whole);
  expect(decode(stream, Array.from(stream.keys())).messages).toEqual(whole);
});

test('what came before garbage is still told, and the garbage once', () => {
  const noop = encode({ name: 'GRAB_JOB' }, 'REQ');
  const decoder = new Decoder(limits);
  const batch = decoder.push(Buffer.concat([noop, bytes('\0XYZ1234567890'), noop]));
  expect([batch.messages.length, batch.error?.message]).toEqual([1, 'bad magic 0058595a']);
  expect(decoder.push(noop)).toMatchObject({ messages: [] });
});

test.each([
  ['an unknown type', '\0REQ\0\0\0\x63\0\0\0\0', 'unknown packet type 99'],
  ['the type that crashes gearmand', '\0REQ\xff\xff\xff\xff\0\0\0\0', 'unknown packet type 4294967295'],
  ['type 0', '\0REQ\0\0\0\0\0\0\0\0', 'unknown packet type 0'],
  ['4 GiB declared', '\0REQ\0\0\0\x07\xff\xff\xff\xff', 'SUBMIT_JOB declares 4294967295 bytes, over the limit of 1024'],
  ['too few arguments', '\0REQ\0\0\0\x07\0\0\0\x03abc', 'SUBMIT_JOB has too few arguments'],
  ['an endless line', 'x'.repeat(101), 'text line over the limit of 100 bytes'],
])('%s is refused', (_what, stream, message) => {
  expect(decode(bytes(stream), []).error).toEqual(new ProtocolError(message));
});

test('a declared size takes no memory before the bytes come', () => {
  const decoder = new Decoder({ packet: 2 ** 32, line: 100 });
  const before = process.memoryUsage().arrayBuffers;
  decoder.push(bytes('\0REQ\0\0\0\x07\xf0\0\0\0abc'));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  expect(decoder.pending).toBe(15);
});

test('arguments of a packet that has none are passed over', () => {
  const stream = Buffer.concat([bytes('\0REQ\0\0\0\x09\0\0\0\x03abc'), encode({ name: 'PRE_SLEEP' }, 'REQ')]);
  expect(decode(stream, []).messages).toEqual([
    { magic: 'REQ', name: 'GRAB_JOB' },
    { magic: 'REQ', name: 'PRE_SLEEP' },
  ]);
});

test('random bytes end in a protocol error or wait for more, whatever the cuts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300)), (junk, cuts) => {
      const { error } = decode(Buffer.from(junk), cuts);
      if (error !== undefined) expect(error).toBeInstanceOf(ProtocolError);
    }),
    { numRuns: 500 },
  );
});

test('packets with a byte changed end in packets or a protocol error', () => {
  fc.assert(
    fc.property(
      fc.array(anyPacket, { minLength: 1, maxLength: 4 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (packets, place, change) => {
        const stream = Buffer.concat(packets.map((packet) => encode(packet, 'REQ')));
        const at = place % stream.length;
        stream[at] = (stream[at] as number) ^ change;
        const { error } = decode(stream, [at]);
        if (error !== undefined) expect(error).toBeInstanceOf(ProtocolError);
      },
    ),
    { numRuns: 500 },
  );
});
