import { expect, test, vi } from 'vitest';
import { shrinkWhenEmptied } from '../../../main/util/shrink.ts';
import { afterThisTest } from '../../support/cleanup.ts';

/** Tells how often memory was given back by the end of each second, in which there are so many things. */
function watched() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  afterThisTest(() => void vi.useRealTimers());
  let things = 0;
  let share = 0;
  const collect = vi.fn();
  afterThisTest(shrinkWhenEmptied({ size: () => things, busy: () => share, collect }));
  return (size: number, busy = 0) => {
    things = size;
    share = busy;
    vi.advanceTimersByTime(1000);
    return collect.mock.calls.length;
  };
}

test('memory is given back once when a long queue has been worked off', () => {
  const collectedAt = watched();
  expect([1_000_000, 500_000, 100, 0, 0].map((size) => collectedAt(size))).toEqual([0, 0, 1, 1, 1]);
});

test('a queue that was never long is not looked after', () => {
  const collectedAt = watched();
  expect([10_000, 0, 0].map((size) => collectedAt(size))).toEqual([0, 0, 0]);
});

test('a second flood is looked after like the first', () => {
  const collectedAt = watched();
  expect([50_000, 0, 50_000, 0].map((size) => collectedAt(size))).toEqual([0, 1, 1, 2]);
});

test('nothing is collected while there is work', () => {
  const collectedAt = watched();
  expect([collectedAt(50_000), collectedAt(0, 0.9), collectedAt(0, 0.1)]).toEqual([0, 0, 1]);
});
