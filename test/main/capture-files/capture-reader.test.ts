import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../main/protocol/codec.ts';
import { fileOf } from '../../support/capture-file.ts';
import { ACK, block, FIN, ipv4, ipv6, pcapngOf, pcapOf, SYN, tcp } from '../../support/frames.ts';
import { anyPacket, bytes } from '../../support/packets.ts';
import { readCapture } from '../../support/read-capture.ts';

const ETHERNET = 1;
const RAW = 101;

const sleep = encode({ name: 'PRE_SLEEP' }, 'REQ');
const canDo = encode({ name: 'CAN_DO', function: 'wc' }, 'REQ');
const noJob = encode({ name: 'NO_JOB' }, 'RES');

/** A connection from port 40000 to 14999 that says PRE_SLEEP. */
const spoken = [
  tcp({ from: 40_000, to: 14_999, sequence: 99, flags: SYN }),
  tcp({ from: 14_999, to: 40_000, sequence: 499, flags: SYN | ACK, acknowledges: 100 }),
  tcp({ from: 40_000, to: 14_999, sequence: 100, acknowledges: 500, payload: sleep }),
];
const said = ['1 in PRE_SLEEP'];

describe('what we have written', () => {
  test('comes back with its times, comments and connections', () => {
    const file = fileOf();
    file.hear(1, { name: 'CAN_DO', function: 'wc' });
    file.hear(2, { name: 'ECHO_REQ', data: Buffer.alloc(200_000, 'x') }, ['Slow.', 'Why?']);
    file.say(2, { name: 'ECHO_RES', data: Buffer.alloc(200_000, 'x') });
    file.hear(3, 'status\n');
    file.say(3, 'wc\t0\t0\t0\n.\n');
    const { packets, said: all, damage, facts } = readCapture(file.bytes());
    expect(all).toEqual(['1 in CAN_DO', '2 in ECHO_REQ', '2 out ECHO_RES', '3 in TEXT', '3 out TEXT', '3 out TEXT']);
    expect(packets.map(({ at }) => Math.round((at - packets[0]!.at) * 1000) / 1000)).toEqual([0, 1, 2, 3, 4, 4]);
    expect(packets[0]!.at).toBe(Date.UTC(2026, 0, 2, 3, 4, 5) + 0.001);
    expect(packets.map(({ comments }) => comments)).toEqual([[], ['Slow.', 'Why?'], [], [], [], []]);
    expect([damage, facts(2)?.address]).toEqual([undefined, '127.0.0.1:50002']);
  });

  test('comes back whole and in order, whatever the packets are and however the file is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyPacket, fc.nat(2)), { minLength: 1 }),
        fc.integer({ min: 1, max: 500 }),
        (all, piece) => {
          const file = fileOf();
          for (const [packet, connection] of all) file.hear(connection, packet);
          const { packets } = readCapture(file.bytes(), piece);
          expect(packets.map((each) => each.bytes)).toEqual(all.map(([packet]) => encode(packet, 'REQ')));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('a packet of which only the beginning was kept is there with its size, beside what is missing', () => {
    const file = fileOf();
    const whole = encode({ name: 'ECHO_REQ', data: Buffer.alloc(100_000, 'x') }, 'REQ');
    file.hear(1, sleep);
    file.writer.packet({ at: 0, connection: 1, direction: 'in', bytes: whole.subarray(0, 80_000), size: whole.length });
    const cut = Buffer.from(file.writer.take());
    const { packets } = readCapture(Buffer.concat([file.bytes(), cut]));
    expect(packets.map(({ type, size, bytes: { length } }) => [type, size, length])).toEqual([
      ['PRE_SLEEP', 12, 12],
      ['GAP', 20_012, 5],
      ['ECHO_REQ', 100_012, 80_000],
    ]);
  });
});

describe('files of others', () => {
  test.each([
    ['microseconds', { magic: 0xa1b2c3d4 }, 1000.005],
    ['microseconds, the other byte order', { magic: 0xa1b2c3d4, big: true }, 1000.005],
    ['nanoseconds', { magic: 0xa1b23c4d }, 1000.000005],
    ['nanoseconds, the other byte order', { magic: 0xa1b23c4d, big: true }, 1000.000005],
    ['of old Linux systems', { magic: 0xa1b2cd34 }, 1000.005],
  ])('pcap: %s', (_name, how, at) => {
    const { packets, said: all } = readCapture(pcapOf({ link: RAW, frames: [ipv4(spoken[2]!)], ...how }), 7);
    expect([all, packets[0]?.at]).toEqual([said, at]);
  });

  test.each([false, true])('pcapng, with the most significant byte first: %s', (big) => {
    const resolutions = [3, 6, 9, 0x80 | 10];
    const frames = [0, 1, 2, 3].map((index) => ipv4(tcp({ from: 1, to: 2, sequence: index * 12, payload: sleep })));
    const { packets } = readCapture(pcapngOf({ link: RAW, big, resolutions, frames }), 5);
    expect(packets.map(({ at }) => at)).toEqual([1000, 2000, 3000, 4000]);
  });

  test('a time that nobody can write is the last that can be written', () => {
    const file = fileOf();
    file.hear(1, { name: 'PRE_SLEEP' });
    const spoilt = file.bytes();
    // The upper half of the time of the last frame.
    spoilt.writeUInt32LE(0xffff_ffff, spoilt.lastIndexOf(Buffer.from('REQ')) - 1 - 40 - 16);
    const { packets } = readCapture(spoilt);
    expect(packets.map(({ type, at }) => [type, new Date(at).toISOString()])).toEqual([
      ['PRE_SLEEP', '9999-12-31T23:59:59.999Z'],
    ]);
  });

  test('several sections, each in its own byte order, with blocks that nobody knows', () => {
    const [first, second] = [0, 12].map((sequence) => ipv4(tcp({ from: 1, to: 2, sequence, payload: sleep })));
    const file = Buffer.concat([
      pcapngOf({ link: RAW, frames: [first!] }),
      block(false, 0xbad, Buffer.alloc(16)),
      pcapngOf({ link: RAW, big: true, frames: [second!] }),
    ]);
    expect(readCapture(file, 11).said).toEqual(['1 in PRE_SLEEP', '1 in PRE_SLEEP']);
  });

  const ethernet = (type: number, packet: Buffer, ...tags: number[]): Buffer =>
    Buffer.concat([
      Buffer.alloc(12, 2),
      ...tags.map((tag) => Buffer.from([tag >> 8, tag & 255, 0, 5])),
      Buffer.from([type >> 8, type & 255]),
      packet,
    ]);
  const cooked = Buffer.concat([Buffer.alloc(14), Buffer.from([8, 0])]);
  const cooked2 = Buffer.concat([Buffer.from([8, 0]), Buffer.alloc(18)]);
  const loop = Buffer.from([0, 0, 0, 2]);
  const hop = Buffer.from([44, 0, 0, 0, 0, 0, 0, 0]);
  const fragment = Buffer.from([51, 0, 0, 1, 0, 0, 0, 9]);
  const authentication = Buffer.concat([Buffer.from([6, 4]), Buffer.alloc(22)]);

  test.each<[string, number, (segment: Buffer) => Buffer]>([
    ['Ethernet', ETHERNET, (segment) => ethernet(0x0800, ipv4(segment))],
    [
      'Ethernet that fills short frames up',
      ETHERNET,
      (segment) => Buffer.concat([ethernet(0x0800, ipv4(segment)), Buffer.alloc(9)]),
    ],
    ['VLAN', ETHERNET, (segment) => ethernet(0x0800, ipv4(segment), 0x8100)],
    ['VLAN in VLAN', ETHERNET, (segment) => ethernet(0x86dd, ipv6(segment), 0x88a8, 0x8100)],
    ['Linux cooked', 113, (segment) => Buffer.concat([cooked, ipv4(segment)])],
    ['Linux cooked, version 2', 276, (segment) => Buffer.concat([cooked2, ipv4(segment)])],
    ['loopback of macOS', 0, (segment) => Buffer.concat([loop, ipv4(segment)])],
    ['loopback of OpenBSD', 108, (segment) => Buffer.concat([loop, ipv6(segment)])],
    ['raw IPv6', 229, (segment) => ipv6(segment)],
    ['IPv6 with headers before TCP', RAW, (segment) => ipv6(segment, 0, hop, fragment, authentication)],
    ['IPv4 whose length the network card would have written', RAW, (segment) => ipv4(segment, { length: 0 })],
  ])('%s', (_name, link, packed) => {
    expect(readCapture(pcapOf({ link, frames: spoken.map(packed) })).said).toEqual(said);
  });

  test('addresses of IPv6 are written as people write them', () => {
    const { facts } = readCapture(pcapOf({ link: RAW, frames: spoken.map((each) => ipv6(each)) }));
    expect(facts(1)?.address).toBe('[2001:db8::1]:40000');
  });

  test('links that are not known are counted', () => {
    const { reader, packets } = readCapture(pcapOf({ link: 147, frames: [Buffer.alloc(50)] }));
    expect([reader.frames, reader.unknownLinks, packets]).toEqual([1, 1, []]);
  });
});

describe('connections', () => {
  const read = (...segments: Buffer[]) =>
    readCapture(pcapOf({ link: RAW, frames: segments.map((each) => ipv4(each)) }));
  /** From the client at port 40000 to the server at 14999, and back. */
  const hear = (sequence: number, payload: Buffer, flags = ACK) =>
    tcp({ from: 40_000, to: 14_999, sequence, payload, flags });
  const say = (sequence: number, payload: Buffer, flags = ACK) =>
    tcp({ from: 14_999, to: 40_000, sequence, payload, flags });

  test('on any port, where the first bytes are Gearman', () => {
    const http = tcp({ from: 1000, to: 80, sequence: 1, payload: bytes('GET / HTTP/1.1\r\n\r\n') });
    expect(read(tcp({ from: 1000, to: 80, sequence: 0, flags: SYN }), http, ...spoken).said).toEqual(said);
  });

  test('a header that comes in pieces, and an administrator’s line', () => {
    const opening = (from: number) => tcp({ from, to: 14_999, sequence: 0, flags: SYN });
    const from = (port: number, sequence: number, payload: Buffer) =>
      tcp({ from: port, to: 14_999, sequence, payload });
    expect(
      read(
        ...[opening(1), from(1, 1, sleep.subarray(0, 5)), from(1, 6, sleep.subarray(5))],
        ...[opening(2), from(2, 1, bytes('show jobs\r\n'))],
        ...[opening(3), from(3, 1, bytes('what is this\n'))], // the server is known by now
      ).said,
    ).toEqual(['1 in PRE_SLEEP', '2 in TEXT', '3 in TEXT']);
  });

  test('from the middle on, from either side', () => {
    expect(read(hear(5000, Buffer.concat([bytes('...'), canDo])), say(70, noJob), hear(5017, sleep)).said).toEqual([
      '1 in GARBAGE',
      '1 in CAN_DO',
      '1 out NO_JOB',
      '1 in PRE_SLEEP',
    ]);
    expect(read(say(70, noJob), hear(5000, sleep)).said).toEqual(['1 out NO_JOB', '1 in PRE_SLEEP']);
  });

  test('in another order, again, and overlapping', () => {
    const both = Buffer.concat([canDo, sleep]);
    expect(
      read(...spoken.slice(0, 2), hear(114, sleep), hear(100, canDo), hear(100, both), say(500, noJob)).said,
    ).toEqual(['1 in CAN_DO', '1 in PRE_SLEEP', '1 out NO_JOB']);
  });

  test('with what is missing as a row of its own', () => {
    const { packets } = read(...spoken, hear(130, canDo), hear(144, sleep, ACK | FIN));
    expect(packets.map(({ type, size, bytes: kept }) => [type, size, kept.length < 9 && kept.toString()])).toEqual([
      ['PRE_SLEEP', 12, false],
      ['GAP', 18, '18'],
      ['CAN_DO', 14, false],
      ['PRE_SLEEP', 12, false],
    ]);
  });

  test('the same ports again are another connection', () => {
    const again = tcp({ from: 40_000, to: 14_999, sequence: 7000, flags: SYN });
    expect(read(...spoken, spoken[0]!, again, hear(7001, canDo)).said).toEqual(['1 in PRE_SLEEP', '2 in CAN_DO']);
  });

  test('that end in the middle of a packet leave it as garbage', () => {
    expect(
      read(...spoken, hear(112, canDo.subarray(0, 9), FIN | ACK), say(500, Buffer.alloc(0), FIN | ACK)).said,
    ).toEqual(['1 in PRE_SLEEP', '1 in GARBAGE']);
  });

  test('tell who their peers are', () => {
    const named = encode({ name: 'SET_CLIENT_ID', clientId: 'php-7' }, 'REQ');
    expect(read(...spoken, hear(112, named)).facts(1)).toMatchObject({
      address: '192.0.2.1:40000',
      clientId: 'php-7',
      role: 'worker',
      origin: 'other',
    });
  });

  test('a snap length that cut the frames', () => {
    const frame = ipv4(hear(112, canDo)).subarray(0, 45);
    const whole = Buffer.from(frame); // its IP header says that it had more
    expect(readCapture(pcapOf({ link: RAW, frames: [...spoken.map((each) => ipv4(each)), whole] })).said).toEqual([
      '1 in PRE_SLEEP',
      '1 in GARBAGE',
      '1 in GAP',
    ]);
  });
});

describe('damaged files', () => {
  const sound = () => {
    const file = fileOf();
    for (let count = 0; count < 20; count += 1) file.hear(count % 3, { name: 'CAN_DO', function: `f${count}` });
    return file.bytes();
  };

  test('what is no capture says so', () => {
    for (const other of [bytes('GIF89a, this is'), Buffer.alloc(0), gzipSync('x'), bytes('\n\r\r\n'.repeat(5))])
      expect(readCapture(other).damage).toMatchObject({ damage: 'not-a-capture', offset: 0 });
  });

  test('one that ends in the middle has all packets before that', () => {
    const file = sound();
    const { damage, packets } = readCapture(file.subarray(0, file.length - 3));
    expect([damage?.damage, packets.length]).toEqual(['cut-off', 19]);
    expect(file.readUInt32LE(damage!.offset)).toBe(6);
  });

  test('one whose block has an impossible length tells where', () => {
    const file = sound();
    const at = readCapture(file.subarray(0, file.length - 3)).damage!.offset;
    file.writeUInt32LE(7, at + 4);
    expect(readCapture(file).damage).toMatchObject({ damage: 'bad-length', offset: at });
  });

  test('whatever is changed in a sound file, nothing but its damage is told', () => {
    const file = sound();
    const change = fc.tuple(fc.nat(file.length - 1), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1 }),
        fc.nat(file.length),
        fc.integer({ min: 1, max: 999 }),
        (changes, end, piece) => {
          const changed = Buffer.from(file);
          for (const [at, byte] of changes) changed[at] = byte;
          const { packets } = readCapture(changed.subarray(0, end), piece);
          expect(packets.length).toBeLessThan(2000);
        },
      ),
    );
  });
});
