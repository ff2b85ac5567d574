import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteStream } from '../../../main/capture-files/reading/byte-stream.ts';
import { bytes } from '../../support/packets.ts';

/** A stream, and what it has given as one text, gaps in brackets. */
function streamOf(first?: number) {
  let given = '';
  const stream = new ByteStream({
    bytes: (each) => {
      given += each.toString('latin1');
    },
    gap: (size) => {
      given += `[${size}]`;
    },
  });
  if (first !== undefined) stream.begin(first);
  return {
    stream,
    given: () => given,
    push: (at: number, text: string, missing = 0) => stream.push(at, bytes(text), missing, 0),
  };
}

test('segments in any order come in theirs', () => {
  const { push, given } = streamOf(1);
  push(4, 'def');
  push(7, 'gh');
  expect(given()).toBe('');
  push(1, 'abc');
  expect(given()).toBe('abcdefgh');
});

test('what was sent again is taken once, with what is new in it', () => {
  const { push, given } = streamOf(1);
  push(1, 'abc');
  push(1, 'abc');
  push(2, 'bcde');
  push(3, 'cd');
  expect(given()).toBe('abcde');
});

test('sequence numbers go on behind the last one', () => {
  const { push, given } = streamOf(0xfffffffe);
  push(0xfffffffe, 'ab');
  push(1, 'd');
  push(0, 'c');
  expect(given()).toBe('abcd');
});

test('what does not come is a gap, as soon as the peer has acknowledged it for a while', () => {
  const { stream, push, given } = streamOf(1);
  push(1, 'ab');
  stream.push(5, bytes('ef'), 0, 1000);
  stream.look(1200);
  stream.acknowledge(7);
  stream.look(1200);
  expect(given()).toBe('ab');
  stream.look(1300);
  expect(given()).toBe('ab[2]ef');
});

test('at the end nothing is waited for', () => {
  const { stream, push, given } = streamOf(1);
  push(3, 'c');
  push(9, 'i');
  stream.end();
  expect([given(), stream.hasHole]).toEqual(['[2]c[5]i', false]);
});

test('a segment that the capture has cut tells what it lacks', () => {
  const { push, given } = streamOf(1);
  push(1, 'abc', 7);
  push(11, 'k');
  expect(given()).toBe('abc[7]k');
});

test('of what is far behind a hole only so much is kept', () => {
  const { push, given } = streamOf(1);
  for (let at = 0; at < 1100; at += 1) push(10 + at, 'x');
  expect(given()).toBe(`[9]${'x'.repeat(1100)}`);
});

test('any segments of a text, in any order, again and overlapping, give the text', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz';
  const piece = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(piece), fc.nat(0xffffffff), (pieces, first) => {
      const { push, given } = streamOf(first);
      const all = [...pieces, ...Array.from(text, (_, index) => [index, 1] as const)];
      for (const [at, length] of all) push((first + at) >>> 0, text.slice(at, at + length));
      expect(given()).toBe(text);
    }),
  );
});

test('whatever is missing, what is given and the gaps come to the length of the text', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz';
  const piece = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
      const { stream, push, given } = streamOf(0);
      for (const [at, length] of pieces) push(at, text.slice(at, at + length));
      stream.end();
      const whole = given().replace(/\[(\d+)\]/g, (_, size) => '.'.repeat(Number(size)));
      const end = Math.min(text.length, Math.max(...pieces.map(([at, length]) => at + length)));
      expect(whole.replace(/./g, (sign, at) => (sign === '.' ? text[at]! : sign))).toBe(text.slice(0, end));
    }),
  );
});
