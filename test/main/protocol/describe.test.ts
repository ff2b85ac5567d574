import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from '../../../main/protocol/codec.ts';
import { dataFieldOf, displayField, dissect, partyOf } from '../../../main/protocol/describe.ts';
import { HEADER } from '../../../main/protocol/framer.ts';
import { definitionOf, PACKETS, type Packet, type PacketName } from '../../../main/protocol/packets.ts';
import { anyPacket, bytes } from '../../support/packets.ts';

/** The arguments that a dissection shows, by name. */
function shown(packet: Buffer): Record<string, string> {
  const fields = dissect(packet)?.fields ?? [];
  return Object.fromEntries(fields.map(({ name, start, end }) => [name, packet.toString('latin1', start, end)]));
}

const argumentsOf = (packet: Packet) =>
  Object.fromEntries(
    Object.entries(packet)
      .filter(([key]) => key !== 'name')
      .map(([key, value]) => [key, Buffer.isBuffer(value) ? value.toString('latin1') : value]),
  );

test('what lies where in a packet', () => {
  const packet = encode({ name: 'SUBMIT_JOB', function: 'wc', unique: '', workload: bytes('a\0b') }, 'REQ');
  expect(dissect(packet)).toEqual({
    name: 'SUBMIT_JOB',
    family: 'submission',
    magic: 'REQ',
    fields: [
      { name: 'function', start: 12, end: 14 },
      { name: 'unique', start: 15, end: 15 },
      { name: 'workload', start: 16, end: 19 },
    ],
  });
  expect(dissect(encode({ name: 'NOOP' }, 'RES'))).toEqual({
    name: 'NOOP',
    family: 'assignment',
    magic: 'RES',
    fields: [],
  });
});

test('any packet shows the arguments that were put into it', () => {
  fc.assert(
    fc.property(anyPacket, (packet) => {
      expect(shown(encode(packet, 'REQ'))).toEqual(argumentsOf(packet));
    }),
  );
});

test('a packet that was cut shows as many arguments as its bytes do', () => {
  const packet = encode({ name: 'WORK_STATUS', handle: 'H:t:1', numerator: '10', denominator: '20' }, 'REQ');
  expect([12, 15, 18, 19, 21, 23].map((length) => shown(packet.subarray(0, length)))).toEqual([
    { handle: '' },
    { handle: 'H:t' },
    { handle: 'H:t:1', numerator: '' },
    { handle: 'H:t:1', numerator: '1' },
    { handle: 'H:t:1', numerator: '10', denominator: '' },
    { handle: 'H:t:1', numerator: '10', denominator: '20' },
  ]);
  expect(dissect(packet.subarray(0, HEADER - 1))).toBe(undefined);
});

test('any bytes give fields inside them and in order, or nothing', () => {
  const header = fc.tuple(fc.constantFrom('\0REQ', '\0RES', 'junk'), fc.nat(50), fc.uint8Array({ maxLength: 80 }));
  const withHeader = header.map(([magic, type, rest]) =>
    Buffer.concat([Buffer.from(magic), Buffer.from([0, 0, 0, type, 0, 0, 0, 0]), rest]),
  );
  const anything = fc.uint8Array({ maxLength: 80 }).map((values) => Buffer.from(values));
  fc.assert(
    fc.property(fc.oneof(withHeader, anything), (packet) => {
      const dissection = dissect(packet);
      if (dissection === undefined) return;
      const { args, data } = definitionOf(dissection.name);
      const places = dissection.fields.flatMap(({ start, end }) => [start, end]);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places.every((place) => place >= HEADER && place <= packet.length)).toBe(true);
      expect([...args, ...(data === undefined ? [] : [data])].slice(0, dissection.fields.length)).toEqual(
        dissection.fields.map(({ name }) => name),
      );
    }),
    { numRuns: 500 },
  );
});

test.each<[PacketName, 'in' | 'out', ReturnType<typeof partyOf>]>([
  ['CAN_DO', 'in', 'worker'],
  ['SUBMIT_JOB', 'in', 'client'],
  ['JOB_CREATED', 'out', 'client'],
  ['GRAB_JOB_UNIQ', 'in', 'worker'],
  ['JOB_ASSIGN_UNIQ', 'out', 'worker'],
  ['NOOP', 'out', 'worker'],
  ['NO_JOB', 'out', 'worker'],
  ['WORK_COMPLETE', 'in', 'worker'],
  ['WORK_COMPLETE', 'out', 'client'],
  ['WORK_FAIL', 'out', 'client'],
  ['STATUS_RES', 'out', 'client'],
  ['STATUS_RES_UNIQUE', 'out', 'client'],
  ['ECHO_REQ', 'in', undefined],
  ['ECHO_RES', 'out', undefined],
  ['OPTION_REQ', 'in', undefined],
  ['ERROR', 'out', undefined],
])('%s %s: the other end is a %s', (name, direction, party) => {
  expect(partyOf(name, direction)).toBe(party);
});

test('every argument has a name in Wireshark but the one that is not used', () => {
  const nameless = (Object.keys(PACKETS) as PacketName[]).flatMap((name) => {
    const { args } = definitionOf(name);
    const data = dataFieldOf(name);
    return [...args, ...(data === undefined ? [] : [data])].filter((arg) => displayField(name, arg) === undefined);
  });
  expect([...new Set(nameless)]).toEqual(['unused']);
  expect([displayField('WORK_DATA', 'data'), displayField('ECHO_REQ', 'data')]).toEqual([
    'gearman.func.result',
    'gearman.echo_text',
  ]);
});
