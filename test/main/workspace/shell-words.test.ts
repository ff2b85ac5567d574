import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted } from '../../../main/util/shell-quote.ts';
import { shellWords } from '../../../main/workspace/shell-words.ts';
import { run } from '../../support/processes.ts';

test.each<[string, string[]]>([
  ['', []],
  ['wc -l', ['wc', '-l']],
  ['  a\\ b \'c  d\' "e f"g  ', ['a b', 'c  d', 'e fg']],
  [`'it'\\''s' "" 'x"y'`, ["it's", '', 'x"y']],
  ['"a \\"b\\" \\$c \\n"', ['a "b" $c \\n']],
  ['gearman \\\n  -w', ['gearman', '-w']],
  ['a#b', ['a#b']],
  ["'$HOME | rm' ", ['$HOME | rm']],
  ['größe 图片', ['größe', '图片']],
])('%j is the words %j', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

test.each([
  ['wc | sort', '|'],
  ['a; b', ';'],
  ['echo $HOME', '$'],
  ['echo "$HOME"', '$'],
  ['echo `date`', '`'],
  ['echo "`date`"', '`'],
  ['ls *.txt', '*'],
  ['a > b', '>'],
  ['a # b', '#'],
  ["it's", "'"],
  ['"open', '"'],
])('%j does something, by its %s', (line, character) => {
  expect(() => shellWords(line)).toThrow(
    expect.objectContaining({ code: 'command-unreadable', details: { character } }),
  );
});

const NASTY = [
  '',
  ' ',
  "'",
  "''",
  '"',
  '\\',
  '$(touch x)',
  '`id`',
  '\n',
  'a\nb',
  '-',
  '--',
  '=',
  'a=b',
  '<b>',
  '\u001b[31m',
  '~',
  '*',
  '!',
  '图',
  '#',
  '&&',
];

test('a shell takes the quotes away again, and finds the same words', async () => {
  const { stdout } = await run('sh', ['-c', `printf '%s\\0' ${NASTY.map(quoted).join(' ')}`]);
  const words = Buffer.from(stdout, 'latin1').toString('utf8').split('\0');
  expect(words.slice(0, -1)).toEqual(NASTY);
});

test('what is quoted is read as it was', () => {
  const word = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom(...NASTY));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(shellWords(words.map(quoted).join(' '))).toEqual(words);
    }),
  );
});
