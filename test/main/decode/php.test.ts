import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPhp } from '../../../main/decode/php.ts';
import { drawn, unhurried } from '../../support/decoded.ts';

const read = (text: string) => readPhp(Buffer.from(text, 'latin1'), unhurried());
const parts = (text: string) => drawn(read(text)).map((line) => line.replace(/ @.*/, ''));

test('scalars, arrays and strings of bytes', () => {
  expect(
    parts('a:6:{i:0;N;i:-1;b:1;s:1:"x";d:1.0E+100;i:2;i:9223372036854775807;i:3;s:4:"a";}";i:4;S:2:"\\ff!";}'),
  ).toEqual([
    'array',
    '  0: null null',
    '  -1: boolean true',
    '  x: float 1.0E+100',
    '  2: integer 9223372036854775807',
    '  3: string a";}',
    '  4: string \\xff!',
  ]);
  expect(['N;', 'b:0;', 'd:-INF;', 'd:NAN;', 'd:.5;', 'a:0:{}'].map((text) => parts(text)[0])).toEqual([
    'null null',
    'boolean false',
    'float -INF',
    'float NAN',
    'float .5',
    'array',
  ]);
});

test('an object is a name and its properties, with who may see them', () => {
  expect(
    parts('O:8:"App\\User":3:{s:4:"name";s:2:"me";s:7:"\0*\0role";i:1;s:12:"\0App\\User\0id";O:1:"X":0:{}}'),
  ).toEqual([
    'object (App\\User)',
    '  name: string me',
    '  role: integer 1 (protected)',
    '  id: object (private App\\User · X)',
  ]);
});

test('enumerations, and what a class wrote by itself', () => {
  expect(parts('a:2:{i:0;E:11:"Suit:Hearts";i:1;C:3:"Old":5:{i:1;}}}').slice(1)).toEqual([
    '  0: enum Suit::Hearts',
    '  1: binary i:1;} (Old)',
  ]);
});

test('a reference tells the way to what it means', () => {
  expect(parts('a:3:{s:1:"a";a:1:{s:1:"b";i:5;}s:1:"c";R:3;s:1:"d";O:1:"X":1:{s:2:"me";r:4;}}')).toEqual([
    'array',
    '  a: array',
    '    b: integer 5',
    '  c: reference &$.a.b',
    '  d: object (X)',
    '    me: reference $.d',
  ]);
});

test('places are those of the values', () => {
  expect(drawn(read('a:1:{s:1:"k";s:2:"vv";}'))).toEqual(['array @0-23', '  k: string vv @13-22']);
});

test.each([
  ['a:2:{i:0;N;}', 'unexpected 11'],
  ['a:1:{i:0;N;', 'ends 11'],
  ['s:5:"abc";', 'ends 10'],
  ['s:2:"abc";', 'unexpected 7'],
  ['i:12', 'ends 4'],
  ['i:1x;', 'unexpected 2'],
  ['b:2;', 'unexpected 2'],
  ['a:99999999:{', 'ends 2'],
  ['a:1:{N;N;}', 'unexpected 5'],
  ['a:1:{i:0;R:7;}', 'unexpected 9'],
  ['N;N;', 'left 2'],
  ['x', 'unexpected 0'],
  ['', 'ends 0'],
])('%j is told: %s', (text, where) => {
  const { problem } = read(text);
  expect(`${problem?.code} ${problem?.at}`).toBe(where);
});

test('it goes down as far as nodes may, without recursion', () => {
  const { size, stopped } = readPhp(Buffer.from('a:1:{i:0;'.repeat(300_000)), unhurried({ nodes: 3000 }));
  expect({ size, stopped }).toEqual({ size: 3000, stopped: 'nodes' });
});

test('whatever the bytes are, it tells and never throws', () => {
  const piece = fc.constantFrom(
    'a:2:{',
    'O:1:"A":1:{',
    's:1:"x";',
    'i:0;',
    'N;',
    'R:1;',
    'r:2;',
    '}',
    'C:1:"B":2:{',
    'E:3:"A:B";',
    'd:1;',
    '\0',
    '"',
    ':',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(60), (pieces, cut) => {
      const text = pieces.join('');
      expect(read(text.slice(0, text.length - cut)).size).toBeGreaterThanOrEqual(0);
    }),
  );
});
