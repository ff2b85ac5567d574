// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beginningOf,
  bytesOfWire,
  cutText,
  hex,
  isText,
  shown,
  textOf,
  visible,
  wireOf,
} from '../../../renderer/lib/bytes.ts';

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'string' ? [...Buffer.from(value)] : value)));
// fc.string({ unit: 'binary' }) first makes a table of a million characters, which takes a second.
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 20 })
  .map((points) => String.fromCodePoint(...points).toWellFormed());
const anyBytes = fc.uint8Array({ maxLength: 80 });

test('what a person types comes back from the wire as it was typed', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(wireOf(text)).toMatch(/^[\0-\xff]*$/);
      expect(textOf(bytesOfWire(wireOf(text)))).toBe(text);
    }),
  );
});

test('any bytes go through a name unchanged', () => {
  fc.assert(
    fc.property(anyBytes, (values) => {
      expect(bytesOfWire(Buffer.from(values).toString('latin1'))).toEqual(values);
    }),
  );
});

test('a whole workload that is pasted as a name stays a name', () => {
  const pasted = 'ä'.repeat(500_000);
  expect(wireOf(pasted).length).toBe(1_000_000);
});

test.each([
  ['letters of any script', 'größe/图片', 'größe/图片'],
  ['line ends and tabs', 'a\r\nb\nc\td', 'a↵b↵c⇥d'],
  ['control characters', 'a\0\x1b[31mb\x7f\u0085', 'a\\x00\\x1b[31mb\\x7f\\x85'],
  ['a carriage return alone', 'a\rb', 'a\\x0db'],
  ['a turned direction', 'a\u202egpj.exe\u202c', 'a\\u202egpj.exe\\u202c'],
  ['what has no width', 'a\u200bb\u2060\ufeffc', 'a\\u200bb\\u2060\\ufeffc'],
])('of %s everything is seen', (_what, text, seen) => {
  expect([visible(text), shown(wireOf(text))]).toEqual([seen, seen]);
});

test('nothing that turns the direction, breaks the line or controls a terminal is left in what is shown', () => {
  fc.assert(
    fc.property(anyBytes, anyText, (values, text) => {
      const seen = shown(Buffer.from(values).toString('latin1')) + visible(text);
      expect(seen).not.toMatch(/[\p{Bidi_Control}\p{Cc}\u2028\u2029]/u);
    }),
    { examples: [...'\u061c\u2028\u2029\u200f\u2066'].map((character) => [bytes(), character]) },
  );
});

test('bytes that are no UTF-8 are shown as their codes, what is ASCII among them as it is', () => {
  expect([shown('wc\xff'), textOf(bytes('a', 0xc3)), textOf(bytes(0xed, 0xa0, 0x80))]).toEqual([
    'wc\\xff',
    'a\\xc3',
    '\\xed\\xa0\\x80',
  ]);
  expect([hex(0), hex(10), hex(255)]).toEqual(['00', '0a', 'ff']);
});

test.each([
  ['nothing', bytes(), true],
  ['text', bytes('größe\t1\r\n'), true],
  ['a byte order mark', bytes(0xef, 0xbb, 0xbf, 'a'), true],
  ['a NUL', bytes('a\0b'), false],
  ['an escape', bytes('\x1b[0m'), false],
  ['a delete', bytes(0x7f), false],
  ['a control character of two bytes', bytes(0xc2, 0x9b), false],
  ['a byte that is no UTF-8', bytes('a', 0xff), false],
  ['a character that is cut', bytes('a', 0xe4, 0xbb), false],
])('whether %s is text', (_what, content, expected) => {
  expect(isText(content)).toBe(expected);
});

test('text that was cut anywhere keeps its whole characters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ß', '图', '𝄞', '\n'), minLength: 4 });
  fc.assert(
    fc.property(text, fc.nat(), (whole, cut) => {
      const all = bytes(whole);
      const part = all.subarray(0, 4 + (cut % (all.length - 3)));
      const kept = textOf(cutText(part));
      expect([whole.startsWith(kept), part.length - bytes(kept).length < 4]).toEqual([true, true]);
    }),
  );
});

test.each([
  ['a NUL', bytes('abc', 0)],
  ['control characters', bytes('abc', 1, 2)],
  ['a byte that begins no character', bytes('abc', 0xff)],
  ['a byte that only goes on with one', bytes('abc', 0x80)],
])('bytes that end with %s were not cut inside a character, and stay whole', (_what, content) => {
  expect(cutText(content)).toEqual(content);
});

test('a beginning that was cut inside a character is text all the same, and other bytes are seen as they are', () => {
  const all = bytes('数据');
  expect([6, 5, 4, 3].map((length) => beginningOf(all.subarray(0, length)))).toEqual(['数据', '数', '数', '数']);
  expect(beginningOf(bytes('a', 0xff, 'b'))).toBe('a\\xffb');
});
