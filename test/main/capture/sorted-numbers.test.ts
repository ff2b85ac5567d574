import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedNumbers } from '../../../main/capture/sorted-numbers.ts';

test('numbers come in at the end, leave at the beginning, and are found', () => {
  const numbers = new SortedNumbers();
  for (const value of [2, 3, 5, 8, 13]) numbers.push(value);
  expect([0, 5, 6, 14].map((least) => numbers.lowerBound(least))).toEqual([0, 2, 3, 5]);
  numbers.dropBelow(5);
  expect([numbers.length, numbers.dropped, numbers.slice(0, 9), numbers.lowerBound(8)]).toEqual([3, 2, [5, 8, 13], 1]);
});

test('they are what a plain array would be', () => {
  const step = fc.oneof(
    fc.record({ push: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ drop: fc.nat(300) }),
    fc.record({ from: fc.nat(40), count: fc.nat(40) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
      const numbers = new SortedNumbers();
      const all: number[] = [];
      let gone = 0;
      for (const each of steps) {
        const model = all.slice(gone);
        if ('push' in each) {
          const value = (all.at(-1) ?? 0) + each.push;
          numbers.push(value);
          all.push(value);
        } else if ('drop' in each) {
          numbers.dropBelow(each.drop);
          gone += model.filter((value) => value < each.drop).length;
          expect(numbers.lowerBound(each.drop)).toBe(0);
        } else {
          const { from, count } = each;
          expect(numbers.slice(from, from + count)).toEqual(model.slice(from, from + count));
          expect(numbers.lowerBound(from)).toBe(model.filter((value) => value < from).length);
        }
        expect([numbers.length, numbers.dropped]).toEqual([all.length - gone, gone]);
      }
    }),
  );
});
