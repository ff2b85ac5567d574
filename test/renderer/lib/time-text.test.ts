// @vitest-environment node
import { expect, test } from 'vitest';
import { secondsOf, timeText } from '../../../renderer/lib/time-text.ts';

const NOW = 1_700_000_000_500;

test.each([
  ['2000000000', 2_000_000_000],
  [' +90 ', 1_700_000_091],
  ['+5m', 1_700_000_301],
  ['+ 2 h', 1_700_007_201],
  ['+1d', 1_700_086_401],
  ['', null],
  ['soon', null],
  ['-5', null],
  ['2026-13-01 10:00', null],
  ['2026-12-01', null],
])('“%s” is second %s', (text, seconds) => {
  expect(secondsOf(text, NOW)).toBe(seconds);
});

test('a time is read as it is written', () => {
  expect(secondsOf(timeText(2_000_000_000), NOW)).toBe(2_000_000_000);
  expect(secondsOf('2033-05-18 03:33', NOW)).toBe(Math.floor(new Date(2033, 4, 18, 3, 33).getTime() / 1000));
});
