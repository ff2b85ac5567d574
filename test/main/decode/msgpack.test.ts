import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksLikeMsgpack, readMsgpack } from '../../../main/decode/msgpack.ts';
import { drawn, unhurried } from '../../support/decoded.ts';

const read = (bytes: Uint8Array) => readMsgpack(Buffer.from(bytes), unhurried());
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('each kind of value of the specification', () => {
  const kinds =
    'dc0012 00 7f ff e0 c0 c2 c3 cc80 cf ffffffffffffffff d3 8000000000000000 ca 3fc00000 cb 3ff8000000000000 a1 78 d9 01 79 c4 02 beef 90 80 d6 ff 00000001';
  expect(drawn(read(hex(kinds))).map((line) => line.replace(/ @.*/, '').trim())).toEqual([
    'array',
    '0: integer 0',
    '1: integer 127',
    '2: integer -1',
    '3: integer -32',
    '4: null null',
    '5: boolean false',
    '6: boolean true',
    '7: integer 128',
    '8: integer 18446744073709551615',
    '9: integer -9223372036854775808',
    '10: float 1.5',
    '11: float 1.5',
    '12: string x',
    '13: string y',
    '14: binary beef',
    '15: array',
    '16: object',
    '17: extension 1970-01-01T00:00:01.000Z (timestamp)',
  ]);
});

test('places, names of numbers', () => {
  expect(drawn(read(hex('82 a1 61 01 07 91 c0')))).toEqual([
    'object @0-7',
    '  a: integer 1 @3-4',
    '  7: array @5-7',
    '    0: null null @6-7',
  ]);
});

test.each([
  ['81 a1 61', 'ends 3'],
  ['81 a5 61', 'ends 3'],
  ['91 c1', 'unexpected 1'],
  ['81 80 01', 'unexpected 1'],
  ['dd ffffffff 01', 'ends 5'],
  ['90 00', 'left 1'],
])('%s is told: %s', (bytes, where) => {
  const { problem } = read(hex(bytes));
  expect(`${problem?.code} ${problem?.at}`).toBe(where);
});

test('it goes down as far as nodes may, without recursion', () => {
  const { size, stopped } = readMsgpack(Buffer.alloc(1_000_000, 0x91), unhurried({ nodes: 3000 }));
  expect({ size, stopped }).toEqual({ size: 3000, stopped: 'nodes' });
});

const value = fc.letrec((again) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(again('any'), { maxLength: 20 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      again('any'),
      { maxKeys: 20 },
    ),
  ),
})).any;

/** Values in the order of the text, as a tree shows them. */
const leaves = (of: unknown): string[] =>
  of !== null && typeof of === 'object' ? Object.values(of).flatMap(leaves) : [String(of)];

test('it reads what a library wrote', () => {
  fc.assert(
    fc.property(value, (written) => {
      const tree = read(encode(written));
      const found = [...tree.walk()].flatMap(({ node }) => node.value ?? []);
      expect({ problem: tree.problem, found: found.map((each) => (each === '-0' ? '0' : each)) }).toEqual({
        problem: null,
        found: leaves(written),
      });
    }),
  );
});

test('whatever the bytes are, it tells and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(read(bytes).size).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('it is looked for only where there can be as many parts as it says', () => {
  expect(
    ['93 01 02 03', 'dc 00 02 01 02', 'dc ff ff 01 02', 'a1 61 61', '90'].map((each) => looksLikeMsgpack(hex(each))),
  ).toEqual([true, true, false, false, false]);
});
