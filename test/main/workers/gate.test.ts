import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gateOf, Room } from '../../../main/workers/gate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('so many are in at once; the next is called when one leaves', () => {
  const room = new Room(() => 2);
  const called: string[] = [];
  const ask = (name: string) =>
    room.enter(() => {
      called.push(name);
      ask(name);
    });
  expect(['a', 'b', 'c', 'd'].map(ask)).toEqual(['in', 'in', 'room', 'room']);
  room.leave();
  expect(called).toEqual(['c']);
  room.leave();
  room.leave();
  expect(called).toEqual(['c', 'd']);
});

test('who was called and does not want in any more leaves the place to the next', () => {
  const room = new Room(() => 1);
  const next = vi.fn();
  room.enter(() => {});
  room.enter(() => {});
  room.enter(next);
  room.leave();
  expect(next).toHaveBeenCalledOnce();
});

test('more places let more in at once; none named is any number', () => {
  let places = 1;
  const room = new Room(() => places);
  const next = vi.fn();
  room.enter(() => {});
  room.enter(next);
  places = 0;
  room.changed();
  expect(next).toHaveBeenCalledOnce();
  expect(room.enter(() => {})).toBe('in');
});

test('so many jobs begin in a second', () => {
  let now = 0;
  const gate = gateOf(new Room(() => 0), 4, () => now);
  const again = vi.fn();
  expect(gate.enter(again)).toBe('in');
  gate.began();
  expect(gate.enter(again)).toBe('rate');
  vi.advanceTimersByTime(249);
  expect(again).not.toHaveBeenCalled();
  now = 250;
  vi.advanceTimersByTime(1);
  expect(again).toHaveBeenCalledOnce();
  expect(gate.enter(again)).toBe('in');
});
