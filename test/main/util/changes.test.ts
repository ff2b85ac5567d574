import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Changes } from '../../../main/util/changes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FRAME = 16;
const NONE = {
  server: 0,
  servers: 0,
  functions: 0,
  jobs: 0,
  packets: 0,
  submissions: 0,
  workspace: 0,
  settings: 0,
  doctor: 0,
  faults: 0,
  captures: 0,
};

test('many changes in a frame are told once', () => {
  const changes = new Changes();
  const listener = vi.fn();
  changes.on(listener);
  for (let count = 0; count < 1000; count += 1) changes.mark('packets');
  changes.mark('jobs');
  expect(listener).not.toHaveBeenCalled();
  vi.advanceTimersByTime(FRAME);
  changes.mark('jobs');
  vi.advanceTimersByTime(FRAME);
  vi.advanceTimersByTime(1000);
  expect(listener.mock.calls).toEqual([[{ ...NONE, packets: 1000, jobs: 1 }], [{ ...NONE, packets: 1000, jobs: 2 }]]);
});

test('changes before anybody listened are in the numbers of the next', () => {
  const changes = new Changes();
  changes.mark('server');
  expect(vi.getTimerCount()).toBe(0);
  const listener = vi.fn();
  changes.on(listener);
  changes.mark('server');
  vi.advanceTimersByTime(FRAME);
  expect(listener.mock.calls).toEqual([[{ ...NONE, server: 2 }]]);
});

test('who has stopped listening hears nothing more; the others do', () => {
  const changes = new Changes();
  const [leaving, staying] = [vi.fn(), vi.fn()];
  const leave = changes.on(leaving);
  changes.on(staying);
  changes.mark('jobs');
  leave();
  vi.advanceTimersByTime(FRAME);
  expect([leaving.mock.calls.length, staying.mock.calls.length]).toEqual([0, 1]);
});

test('nothing is told after the close', () => {
  const changes = new Changes();
  const listener = vi.fn();
  changes.on(listener);
  changes.mark('jobs');
  changes.close();
  changes.mark('jobs');
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(listener).not.toHaveBeenCalled();
});
