import { expect, test } from 'vitest';
import { Kept } from '../../../main/util/kept.ts';
import { bytes } from '../../support/packets.ts';

test('pieces come back as one', () => {
  const kept = new Kept();
  expect(kept.content(10)).toEqual({ size: 0, bytes: bytes('') });
  for (const piece of ['ab', '', 'cd', 'e']) kept.add(bytes(piece), 10);
  expect([kept.size, kept.kept, String(kept.bytes())]).toEqual([5, 5, 'abcde']);
  kept.add(bytes('f'), 10);
  expect([String(kept.bytes()), kept.content(3)]).toEqual(['abcdef', { size: 6, bytes: bytes('abc') }]);
});

test('over the limit nothing is kept, and the size goes on', () => {
  const kept = new Kept();
  kept.add(bytes('abc'), 5);
  kept.add(bytes('def'), 5);
  expect([kept.size, kept.kept, kept.bytes(), kept.content(3)]).toEqual([6, 0, null, { size: 6, bytes: null }]);
  kept.add(bytes('g'), 5);
  expect([kept.size, kept.kept, kept.bytes()]).toEqual([7, 0, null]);
});

test('exactly the limit is kept', () => {
  const kept = new Kept();
  kept.add(bytes('abcde'), 5);
  expect(String(kept.bytes())).toBe('abcde');
});
