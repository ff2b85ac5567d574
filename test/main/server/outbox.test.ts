import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outbox } from '../../../main/server/outbox.ts';

test('what was put in comes out in one block, however it grew and whoever had its memory before', () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 70_000 }));
  const burst = fc.record({ pieces: fc.array(size, { minLength: 1, maxLength: 6 }), free: fc.boolean() });
  fc.assert(
    fc.property(fc.array(burst, { maxLength: 6 }), (bursts) => {
      const boxes = [new Outbox(), new Outbox()] as const;
      const onTheirWay: { block: Buffer; copy: Buffer }[] = [];
      for (const [index, { pieces, free }] of bursts.entries()) {
        const box = boxes[(index % 2) as 0 | 1];
        const wanted = pieces.map((length, piece) => Buffer.alloc(length, index * 10 + piece + 1));
        for (const piece of wanted) {
          const at = box.room(piece.length);
          piece.copy(box.bytes, at);
        }
        const block = box.block();
        expect(block.equals(Buffer.concat(wanted))).toBe(true);
        if (!free) onTheirWay.push({ block, copy: Buffer.from(block) });
        box.clear(free);
        expect(box.length).toBe(0);
      }
      for (const { block, copy } of onTheirWay) expect(block.equals(copy)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
