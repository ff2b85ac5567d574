import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { linesOf, withoutEnd } from '../../../main/cli/lines.ts';
import { bytes } from '../../support/packets.ts';

test.each([
  [[], []],
  [['a\nb\n'], ['a\n', 'b\n']],
  [['a\nb'], ['a\n', 'b']],
  [
    ['a', 'b', '\n\nc\r', '\n'],
    ['ab\n', '\n', 'c\r\n'],
  ],
  [['\0\n\0'], ['\0\n', '\0']],
  [['x'.repeat(100_000), '\n'], [`${'x'.repeat(100_000)}\n`]],
])('%j is cut at line ends, wherever the chunks end', async (chunks, lines) => {
  const cut: string[] = [];
  for await (const line of linesOf(Readable.from(chunks.map(bytes)))) cut.push(line.toString('latin1'));
  expect(cut).toEqual(lines);
});

test('a line without its end', () => {
  expect(['a\n', '\n', 'a', '', 'a\r\n'].map((line) => `${withoutEnd(bytes(line))}`)).toEqual([
    'a',
    '',
    'a',
    '',
    'a\r',
  ]);
});
