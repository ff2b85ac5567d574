import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedNumbers } from '../../../main/capture/sorted-numbers.ts';

test('numbers come in at both ends, leave at the beginning, and are found', () => {
  const numbers = new SortedNumbers(10);
  for (const value of [5, 8, 13]) numbers.push(value);
  for (const value of [3, 2]) numbers.unshift(value);
  expect([0, 5, 6, 14].map((least) => numbers.lowerBound(least))).toEqual([0, 2, 3, 5]);
  expect([numbers.first, numbers.slice(1, 4)]).toEqual([8, [3, 5, 8]]);
  numbers.dropBelow(5);
  expect([numbers.length, numbers.first, numbers.slice(0, 9), numbers.lowerBound(8)]).toEqual([3, 10, [5, 8, 13], 1]);
  numbers.dropFrom(9);
  expect([numbers.first, numbers.slice(0, 9)]).toEqual([10, [5, 8]]);
});

test('they are what a plain array would be', () => {
  const step = fc.oneof(
    fc.record({ push: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ unshift: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ drop: fc.integer({ min: -100, max: 300 }) }),
    fc.record({ cut: fc.integer({ min: -100, max: 300 }) }),
    fc.record({ from: fc.nat(40), count: fc.nat(40) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
      const numbers = new SortedNumbers(7);
      let model: number[] = [];
      let first = 7;
      for (const each of steps) {
        if ('push' in each) {
          const value = (model.at(-1) ?? 0) + each.push;
          numbers.push(value);
          model.push(value);
        } else if ('unshift' in each) {
          const value = (model[0] ?? 0) - each.unshift;
          numbers.unshift(value);
          model.unshift(value);
          first -= 1;
        } else if ('drop' in each) {
          numbers.dropBelow(each.drop);
          first += model.filter((value) => value < each.drop).length;
          model = model.filter((value) => value >= each.drop);
        } else if ('cut' in each) {
          numbers.dropFrom(each.cut);
          model = model.filter((value) => value < each.cut);
        } else {
          const { from, count } = each;
          expect(numbers.slice(from, from + count)).toEqual(model.slice(from, from + count));
          expect(numbers.lowerBound(from)).toBe(model.filter((value) => value < from).length);
        }
        expect([numbers.length, numbers.first, numbers.slice(0, 200)]).toEqual([model.length, first, model]);
      }
    }),
  );
});
