// @vitest-environment node
import { expect, test } from 'vitest';
import { AnsiReader, hitsIn, pieces, plain, type Span, textOfSpans } from '../../../renderer/lib/ansi.ts';

/** A span as its text and what is special about it. */
const told = ({ text, ...look }: Span): string =>
  [
    text,
    ...Object.entries(look).flatMap(([name, value]) => (value ? [value === true ? name : `${name} ${value}`] : [])),
  ].join('|');
const read = (...lines: string[]): string[][] => {
  const reader = new AnsiReader();
  return lines.map((line) => reader.read(line).map(told));
};

test('colours and manners are told as a terminal would show them', () => {
  expect(
    read('a \x1b[31mred \x1b[1;4mloud\x1b[0m end', '\x1b[92;44mgreen on blue\x1b[39;49m \x1b[2;3;9mfaint'),
  ).toEqual([
    ['a ', 'red |colour var(--ansi-red)', 'loud|colour var(--ansi-red)|bold|underline', ' end'],
    [
      'green on blue|colour var(--ansi-green)|background color-mix(in srgb, var(--ansi-blue) 20%, transparent)',
      ' ',
      'faint|dim|italic|struck',
    ],
  ]);
});

test('a colour goes on over the ends of lines until it is taken back', () => {
  expect(read('\x1b[31mfirst', 'second', '\x1b[mthird')).toEqual([
    ['first|colour var(--ansi-red)'],
    ['second|colour var(--ansi-red)'],
    ['third'],
  ]);
});

test('a colour of the palette or of 16 million is drawn towards the text', () => {
  const readable = (rgb: string) => `colour color-mix(in oklab, rgb(${rgb}) 65%, var(--text-primary))`;
  expect(read('\x1b[38;5;208mo\x1b[38;5;244mg\x1b[38;2;1;2;3mt\x1b[38;5;1mr')).toEqual([
    [
      `o|${readable('255, 135, 0')}`,
      `g|${readable('128, 128, 128')}`,
      `t|${readable('1, 2, 3')}`,
      'r|colour var(--ansi-red)',
    ],
  ]);
});

test('what is inverted stands on its own colour', () => {
  expect(read('\x1b[7mplain\x1b[31mred')).toEqual([
    [
      'plain|colour var(--surface-sunken)|background var(--ansi-white)',
      'red|colour var(--surface-sunken)|background var(--ansi-red)',
    ],
  ]);
});

test('what moves, clears, links or names the window is left out, and a colour lasts over it', () => {
  // `grep --color` clears to the end of the line behind each colour.
  expect(
    read(
      '\x1b[01;31m\x1b[Kmatch\x1b[m\x1b[K \x1b[2J\x1b[?25l\x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\x1b(B.',
    ),
  ).toEqual([['match|colour var(--ansi-red)|bold', ' link.']]);
});

test('nothing hides: other control characters and those that turn the writing show as codes', () => {
  expect(read('a\x07b\x1b\x01c\u202ed\te')).toEqual([['a\\x07b\\x1b\\x01c\\u202ed⇥e']]);
});

test('an empty line has no spans', () => {
  expect(read('', '\x1b[0m')).toEqual([[], []]);
});

test('a text is found in any case, and letter by letter', () => {
  expect([hitsIn('Error: no ERROR', 'error'), hitsIn('a.c abc', 'a.c'), hitsIn('x', '')]).toEqual([
    [
      { start: 0, end: 5 },
      { start: 10, end: 15 },
    ],
    [{ start: 0, end: 3 }],
    [],
  ]);
});

test('a line is cut where hits begin and end, over the borders of its spans', () => {
  const spans = [plain('one two'), { ...plain(' three one'), bold: true }];
  const cut = pieces(spans, 'o T').map(({ text, hit }) => [text, hit]);
  expect([textOfSpans(spans), cut, pieces(spans, '').length]).toEqual([
    'one two three one',
    [
      ['one tw', null],
      ['o', 0],
      [' t', 0],
      ['hree one', null],
    ],
    2,
  ]);
});
