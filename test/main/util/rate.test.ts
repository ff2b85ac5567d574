import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rate } from '../../../main/util/rate.ts';

const START = 1_700_000_000_000;

test('events of the last seconds, the running one included', () => {
  const rate = new Rate();
  for (const [second, count] of [
    [0, 4],
    [1, 2],
    [1.9, 1],
    [3, 5],
  ] as const) {
    rate.add(START + second * 1000, count);
  }
  const at = START + 3500;
  expect([rate.last(1, at), rate.last(2, at), rate.last(3, at), rate.last(60, at)]).toEqual([5, 5, 8, 12]);
  expect([rate.last(1, at, 1), rate.last(1, at, 2), rate.last(2, at, 2)]).toEqual([0, 3, 7]);
});

test('what is older than six minutes is forgotten, however long nothing happened', () => {
  const rate = new Rate();
  rate.add(START, 3);
  expect(rate.last(360, START + 359_000)).toBe(3);
  expect(rate.last(360, START + 360_000)).toBe(0);
  rate.add(START + 360_000);
  expect(rate.last(360, START + 3_600_000)).toBe(0);
});

test('it counts as a plain list would', () => {
  const pause = fc.oneof(fc.nat(2000), fc.nat(400_000));
  fc.assert(
    fc.property(fc.array(fc.tuple(pause, fc.nat(300), fc.nat(59)), { maxLength: 40, size: 'max' }), (steps) => {
      const rate = new Rate();
      const seconds: number[] = [];
      let at = START;
      for (const [wait, length, skip] of steps) {
        at += wait;
        rate.add(at);
        const now = Math.floor(at / 1000);
        seconds.push(now);
        const counted = seconds.filter((second) => second <= now - skip && second > now - skip - length);
        expect(rate.last(length, at, skip)).toBe(counted.length);
      }
    }),
  );
});
