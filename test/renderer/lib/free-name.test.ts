// @vitest-environment node
import { expect, test } from 'vitest';
import { freeName } from '../../../renderer/lib/free-name.ts';

test.each([
  ['wc', [], 'wc-2'],
  ['wc', ['wc-2', 'wc-3'], 'wc-4'],
  ['wc-2', ['wc', 'wc-2'], 'wc-3'],
  ['wc-x', ['wc-x'], 'wc-x-2'],
])('a free name for %s beside %j is %s', (name, taken, free) => {
  expect(freeName(name, new Set(taken))).toBe(free);
});
