import { describe, expect, it } from 'vitest';
import { LentBytes } from '../../../main/upstream/lent-bytes.ts';

const SIZE = 64 * 1024;

describe('Bytes that are lent', () => {
  it('are never written over where they lie in memory of somebody else, however many there are', () => {
    const lent = new LentBytes();
    for (const size of [SIZE - 1, SIZE, SIZE + 1]) {
      const theirs = Buffer.alloc(size, 'a');
      lent.giveBack(lent.keep(theirs, 0, size));
      for (let left = 4 * SIZE; left > 0; left -= 1024) lent.keep(Buffer.alloc(1024, 'b'), 0, 1024);
      expect(theirs.includes('b'), `${size} bytes`).toBe(false);
    }
  });

  it('have the same block again when it is given back', () => {
    const lent = new LentBytes();
    const piece = Buffer.alloc(8 * 1024);
    const fill = () => Array.from({ length: 8 }, () => lent.keep(piece, 0, piece.length));
    const first = fill();
    fill();
    for (const block of first) lent.giveBack(block);
    expect(lent.keep(piece, 0, piece.length)).toBe(first[0]);
  });
});
