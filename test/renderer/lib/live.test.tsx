import { act } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useEvery, useLive, useNow } from '../../../renderer/lib/live.ts';
import { fakeBridge } from '../../support/bridge.ts';
import { show } from '../../support/in-window.tsx';

const TOPICS = ['jobs'] as const;

function Figures({ pull }: { pull: () => void }) {
  useLive(TOPICS, pull, 400);
  return null;
}

function Clock({ pull }: { pull: () => void }) {
  useEvery(1000, pull);
  return null;
}

test('figures are pulled at once, then after a rest, once for all that changed meanwhile, and never once they are gone', async () => {
  const { emit } = fakeBridge();
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let pulls = 0;
  const pull = () => {
    pulls += 1;
  };
  const { unmount } = show(<Figures pull={pull} />);
  expect(pulls).toBe(1);
  const after = (milliseconds: number) => {
    act(() => vi.advanceTimersByTime(milliseconds));
    return pulls;
  };
  for (let jobs = 0; jobs < 100; jobs += 1) emit('tick', { jobs });
  expect([after(399), after(1), after(1000)]).toEqual([1, 2, 2]);
  emit('tick', { jobs: 100 });
  expect(after(0)).toBe(3); // it had rested
  emit('tick', { jobs: 101 });
  unmount();
  expect(after(1000)).toBe(3);
});

test('what the time changes is pulled now and again, until it is gone', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const pull = vi.fn();
  const { unmount } = show(<Clock pull={pull} />);
  vi.advanceTimersByTime(2500);
  unmount();
  vi.advanceTimersByTime(5000);
  expect(pull).toHaveBeenCalledTimes(3);
});

const Time = () => <output>{useNow(1000)}</output>;

test('the time is the same wherever it stands, also where it came later', () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  const first = show(<Time />);
  const after = (milliseconds: number) => {
    act(() => vi.advanceTimersByTime(milliseconds));
    return [...document.querySelectorAll('output')].map(({ textContent }) => textContent);
  };
  expect(after(1300)).toEqual(['1000']);
  const second = show(<Time />);
  expect([after(0), after(700)]).toEqual([
    ['1000', '1000'],
    ['2000', '2000'],
  ]);
  first.unmount();
  expect(after(1000)).toEqual(['3000']);
  second.unmount();
  expect(vi.getTimerCount()).toBe(0);
});
