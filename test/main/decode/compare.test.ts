import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, linesOfBytes } from '../../../main/decode/compare.ts';

const lines = (...texts: string[]) => texts.join('\n');
/** `+`, `-`, a blank or `…` with how many, before each line. */
const told = (before: string, after: string) =>
  compare(before, after).rows.map(({ kind, text, count }) =>
    kind === 'left-out' ? `…${count}` : `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`,
  );

test('what is equal', () => {
  expect(compare('a\nb', 'a\nb')).toMatchObject({ equal: true, more: 0, apart: false });
});

test('a line that changed stands below what it was', () => {
  expect(told(lines('a', 'b', 'c'), lines('a', 'B', 'c'))).toEqual([' a', '-b', '+B', ' c']);
});

test('lines far from a difference are left out, and numbers go on behind them', () => {
  const many = Array.from({ length: 20 }, (_, index) => String(index + 1));
  const { rows } = compare(lines(...many, 'old'), lines(...many, 'new', 'more'));
  expect(rows.map(({ kind, text, before, after }) => [kind, text, before, after])).toEqual([
    ['left-out', '', 1, 1],
    ['same', '18', 18, 18],
    ['same', '19', 19, 19],
    ['same', '20', 20, 20],
    ['removed', 'old', 21, null],
    ['added', 'new', null, 21],
    ['added', 'more', null, 22],
  ]);
  expect(rows[0]?.count).toBe(17);
});

test('bytes are compared by sixteen', () => {
  const bytes = Buffer.alloc(40, 1);
  const other = Buffer.from(bytes);
  other[20] = 2;
  expect(
    linesOfBytes(bytes)
      .split('\n')
      .map((line) => line.length),
  ).toEqual([47, 47, 23]);
  expect(told(linesOfBytes(bytes), linesOfBytes(other)).map((line) => line.slice(0, 15))).toEqual([
    ' 01 01 01 01 01',
    '-01 01 01 01 01',
    '+01 01 01 01 02',
    ' 01 01 01 01 01',
  ]);
});

test('long lines and many rows are cut', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `${index} `.padEnd(600, 'x'));
  const { rows, more } = compare('', lines(...many));
  expect([rows.length, rows[1]?.text.length, more]).toEqual([2000, 501, 1001]);
});

test('what has nothing in common is not looked at for ever', () => {
  const some = (word: string) => Array.from({ length: 60_000 }, (_, index) => `${word}${index % 7 === 0 ? '' : index}`);
  expect(compare(lines(...some('a')), lines(...some('b').toReversed()))).toMatchObject({ equal: false });
});

test('the rows tell both texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { rows, equal } = compare(lines(...before), lines(...after));
      const whole = (side: 'before' | 'after', texts: readonly string[]) =>
        rows.flatMap(({ kind, text: said, count, ...numbers }) => {
          const number = numbers[side];
          if (number === null) return [];
          return kind === 'left-out' ? texts.slice(number - 1, number - 1 + count) : [said];
        });
      expect([whole('before', before), whole('after', after), equal]).toEqual([
        before,
        after,
        before.join('\n') === after.join('\n'),
      ]);
    }),
  );
});
