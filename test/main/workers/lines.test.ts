import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lines, textOf } from '../../../main/workers/lines.ts';

/** The lines that come of these chunks, and what is left. */
function linesOf(chunks: readonly string[], options: { redrawn?: boolean } = {}) {
  const heard: string[] = [];
  const lines = new Lines((line) => heard.push(String(line)), options);
  for (const chunk of chunks) lines.add(Buffer.from(chunk));
  return { heard, rest: String(lines.rest), lines };
}

test('a line comes whole, with its end, however it was cut', () => {
  expect(linesOf(['one\ntwo', '\n\nth', 'ree'])).toMatchObject({ heard: ['one\n', 'two\n', '\n'], rest: 'three' });
  expect(linesOf(['10%\r20%\n'])).toMatchObject({ heard: ['10%\r20%\n'] });
});

test('a line that is drawn over comes too, and a carriage return before a line feed is one end', () => {
  const redrawn = { redrawn: true };
  expect(linesOf(['10%\r20%\rdone\r\n', 'x\r', '\ny\r'], redrawn)).toMatchObject({
    heard: ['10%\r', '20%\r', 'done\r\n', 'x\r\n'],
    rest: 'y\r',
  });
});

test('what has no end is told at the end', () => {
  const { heard, lines } = linesOf(['a\nb']);
  lines.end();
  lines.end();
  expect([heard, String(lines.rest)]).toEqual([['a\n', 'b'], '']);
});

test('a line without an end is not kept for ever', () => {
  const { heard, rest } = linesOf(Array<string>(3).fill('x'.repeat(40_000)));
  expect([heard.map((line) => line.length), rest.length]).toEqual([[80_000], 40_000]);
});

test('no byte is lost or moved', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\r') })), fc.boolean(), (chunks, redrawn) => {
      const { heard, rest } = linesOf(chunks, { redrawn });
      expect(heard.join('') + rest).toBe(chunks.join(''));
      for (const line of heard) expect(line).toMatch(redrawn ? /^[^\r\n]*(\r\n|\n|\r)$/ : /^[^\n]*\n$/);
    }),
  );
});

test.each([
  ['a\n', 'a'],
  ['a\r\n', 'a'],
  ['a\r', 'a'],
  ['a\n\n', 'a\n'],
  ['', ''],
])('the text of %j', (line, text) => {
  expect(textOf(Buffer.from(line))).toBe(text);
});
