import { expect, test } from 'vitest';
import { keptRows } from '../../../renderer/lib/kept-rows.ts';

interface Row {
  seq: number;
  mark: string | null;
  values: Record<string, string>;
}

const row = (seq: number, change: Partial<Row> = {}): Row => ({ seq, mark: null, values: { code: '7' }, ...change });

test('a row that says what it said before stays the one that it was', () => {
  const before = [row(1), row(2), row(3), row(4), row(5)];
  const came = [
    row(2),
    row(3, { mark: '' }),
    row(4, { values: { code: '8' } }),
    row(5, { values: { other: '7' } }),
    row(6),
  ];
  const rows = keptRows(before, came, ({ seq }) => seq);
  expect(rows).toEqual(came);
  expect(rows.map((each) => before.includes(each))).toEqual([true, false, false, false, false]);
});
