import { expect, test } from 'vitest';
import { median } from '../../../main/journal/figures.ts';

test('the median of a list that is left as it was', () => {
  const values = [30, 4, 20, 100, 3];
  expect([median(values), median([7]), median([])]).toEqual([20, 7, 0]);
  expect(values).toEqual([30, 4, 20, 100, 3]);
});
