import { expect, test, vi } from 'vitest';
import { Kept } from '../../../main/util/kept.ts';
import { afterThisTest } from '../../support/cleanup.ts';
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

test('to show the first bytes of what goes on, the rest is not copied', () => {
  const kept = new Kept();
  const concat = vi.spyOn(Buffer, 'concat');
  afterThisTest(() => concat.mockRestore());
  for (let piece = 0; piece < 1000; piece += 1) {
    kept.add(Buffer.alloc(100, piece), 1_000_000);
    kept.content(1000);
  }
  const copied = concat.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
  expect(copied).toBeLessThan(10_000);
  expect(kept.content(1000).bytes).toEqual(kept.bytes()?.subarray(0, 1000));
  expect(kept.bytes()).toEqual(Buffer.concat(Array.from({ length: 1000 }, (_, piece) => Buffer.alloc(100, piece))));
});

test('exactly the limit is kept', () => {
  const kept = new Kept();
  kept.add(bytes('abcde'), 5);
  expect(String(kept.bytes())).toBe('abcde');
});
