import { expect, test } from 'vitest';
import { Durations } from '../../../main/util/durations.ts';

test('median and 95th percentile of what was measured', () => {
  const durations = new Durations();
  expect(durations.summary).toBe(null);
  durations.add(5);
  expect(durations.summary).toEqual({ median: 5, p95: 5 });
  for (const value of [100, 1, 9, 10]) durations.add(value);
  expect(durations.summary).toEqual({ median: 9, p95: 100 });
});

test('only the last 256 count', () => {
  const durations = new Durations();
  for (let count = 0; count < 1000; count += 1) durations.add(1_000_000);
  for (let value = 0; value < 256; value += 1) durations.add(value);
  expect(durations.summary).toEqual({ median: 128, p95: 243 });
});
