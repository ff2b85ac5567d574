import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureRing, DEFAULT_RING, type Entry } from '../../../main/capture/ring.ts';
import { TEXT } from '../../../main/protocol/framer.ts';

const MEGABYTE = 1024 * 1024;
const FACTS = { at: 1_700_000_000_000.25, host: 3, connection: 7, direction: 'in', type: 16 } as const;

/** Adds the packet at `start..end` of a block that was kept at `position`. */
function addFrom(
  ring: CaptureRing,
  block: Buffer,
  position: number | undefined,
  [start, end]: readonly [number, number],
  facts: Partial<Entry> = {},
): void {
  const { at, host, connection, direction, type } = { ...FACTS, ...facts };
  ring.place(ring.add(at, host, connection, direction, type, end - start), block, position, start);
}

/** Adds a packet in a block of its own. */
function add(ring: CaptureRing, packet: Buffer | string, facts: Partial<Entry> = {}): void {
  const block = Buffer.from(packet);
  addFrom(ring, block, ring.keep(block), [0, block.length], facts);
}

/** Every number that should be held, with what is there. */
const held = (ring: CaptureRing) =>
  Array.from({ length: ring.next - ring.first }, (_, index) => {
    const seq = ring.first + index;
    return `${seq} ${ring.get(seq)?.bytes ?? 'missing'}`;
  });

test('a packet comes back as it was added', () => {
  const ring = new CaptureRing();
  add(ring, 'hello');
  add(ring, 'status\n', { direction: 'out', type: TEXT, connection: 2 ** 32 - 1, host: 65_535 });
  expect([ring.get(0), ring.get(1), ring.get(2), ring.get(-1)]).toEqual([
    { ...FACTS, seq: 0, size: 5, bytes: Buffer.from('hello') },
    {
      ...FACTS,
      seq: 1,
      direction: 'out',
      type: TEXT,
      connection: 2 ** 32 - 1,
      host: 65_535,
      size: 7,
      bytes: Buffer.from('status\n'),
    },
    undefined,
    undefined,
  ]);
});

test('a glance tells the same, and the bytes when they are asked for', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, perPacket: 5 });
  add(ring, 'hello world');
  add(ring, 'status\n', { direction: 'out', type: TEXT, connection: 2 ** 32 - 1, host: 65_535 });
  const glimpse = ring.glimpse();
  const seen = (seq: number) => {
    ring.glance(seq, glimpse);
    const { at, host, connection, out, type, size } = glimpse;
    const found = glimpse.locate() && glimpse.locate();
    return [
      glimpse.seq,
      at,
      host,
      connection,
      out,
      type,
      size,
      found && glimpse.block.toString('latin1', glimpse.start, glimpse.end),
    ];
  };
  expect([seen(0), seen(1)]).toEqual([
    [0, FACTS.at, 3, 7, false, FACTS.type, 11, 'hello'],
    [1, FACTS.at, 65_535, 2 ** 32 - 1, true, TEXT, 7, 'statu'],
  ]);
  ring.clear();
  ring.glance(0, glimpse);
  expect(glimpse.locate()).toBe(false);
});

test('the newest win when there are too many', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, entries: 3 });
  for (const packet of ['a', 'b', 'c', 'd', 'e']) add(ring, packet);
  expect(held(ring)).toEqual(['2 c', '3 d', '4 e']);
  expect([ring.first, ring.next, ring.forgotten, ring.get(1)]).toEqual([2, 5, 2, undefined]);
});

test('the newest win when they are too large together', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, bytes: 8 * MEGABYTE });
  for (let value = 0; value < 7; value += 1) add(ring, Buffer.alloc(2 * MEGABYTE, value));
  expect(Array.from({ length: 7 }, (_, seq) => ring.get(seq)?.bytes[0])).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    4,
    5,
    6,
  ]);
  expect([ring.first, ring.forgotten]).toEqual([4, 4]);
});

test('of a packet over the limit the beginning is kept, and its whole size is told', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, perPacket: 4 });
  add(ring, 'abcdefgh');
  expect(ring.get(0)).toMatchObject({ size: 8, bytes: Buffer.from('abcd') });
});

test('a block over the limit gives each of its packets on its own', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, perPacket: 4 });
  const block = Buffer.from('abcdefgh');
  const position = ring.keep(block);
  for (const start of [0, 3]) addFrom(ring, block, position, [start, start + 3]);
  addFrom(ring, block, position, [2, 8]);
  expect(position).toBe(undefined);
  expect([held(ring), ring.get(2)?.size]).toEqual([['0 abc', '1 def', '2 cdef'], 6]);
});

test('a block is kept once, however many packets lie in it', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, bytes: 4 * MEGABYTE });
  const block = Buffer.alloc(3 * MEGABYTE, 'x');
  const position = ring.keep(block);
  for (let count = 0; count < 100; count += 1) addFrom(ring, block, position, [0, block.length]);
  expect([ring.next - ring.first, ring.forgotten, ring.get(0)?.bytes.equals(block)]).toEqual([100, 0, true]);
});

test('every packet from the first on is there, although answers lie behind the questions of one block', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, bytes: 8 * MEGABYTE });
  const questions = Buffer.alloc(3 * MEGABYTE, 'q');
  const position = ring.keep(questions);
  const middle = questions.length / 2;
  addFrom(ring, questions, position, [0, middle]);
  add(ring, Buffer.alloc(2 * MEGABYTE, 'a'), { direction: 'out' });
  addFrom(ring, questions, position, [middle, questions.length]);
  add(ring, Buffer.alloc(3 * MEGABYTE, 'n'), { direction: 'out' });
  expect(held(ring).filter((entry) => entry.endsWith('missing'))).toEqual([]);
  expect(ring.forgotten).toBe(ring.first);
});

test('nothing is held after a clear, and numbers go on', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, entries: 2 });
  for (const packet of ['a', 'b', 'c']) add(ring, packet);
  ring.clear();
  expect([held(ring), ring.first, ring.next, ring.forgotten]).toEqual([[], 3, 3, 0]);
  for (const packet of ['d', 'e', 'f']) add(ring, packet);
  expect([held(ring), ring.forgotten]).toEqual([['4 e', '5 f'], 1]);
});

test('what is held is what a plain list would hold', () => {
  const packet = fc.string({ minLength: 1, maxLength: 12 });
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.array(packet, { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.constant('clear' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20, size: 'max' }), fc.integer({ min: 1, max: 20 }), (steps, entries) => {
      const ring = new CaptureRing({ entries, bytes: MEGABYTE, perPacket: 20 });
      let model: string[] = [];
      let next = 0;
      for (const packets of steps) {
        if (packets === 'clear') {
          ring.clear();
          model = [];
          continue;
        }
        const block = Buffer.from(packets.join(''));
        const position = ring.keep(block);
        let start = 0;
        for (const each of packets) {
          addFrom(ring, block, position, [start, start + each.length]);
          start += each.length;
          model.push(`${next++} ${each}`);
        }
        model = model.slice(-entries);
      }
      expect(held(ring)).toEqual(model);
    }),
    { numRuns: 20 },
  );
});

test('memory stays inside its limit, and only the oldest leave', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 3 * MEGABYTE }), { minLength: 8, maxLength: 12 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 12 }), (all, touchedAt) => {
      const ring = new CaptureRing({ ...DEFAULT_RING, bytes: 8 * MEGABYTE });
      for (const [seq, size] of all.entries()) {
        if (seq === touchedAt) while (ring.touch());
        add(ring, Buffer.alloc(size, seq));
      }
      const kept = all.slice(ring.first).map((_, index) => ring.get(ring.first + index)?.bytes);
      expect(kept.map((bytes) => [bytes?.[0], bytes?.length])).toEqual(
        all.slice(ring.first).map((size, index) => [ring.first + index, size]),
      );
      expect(kept.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0)).toBeLessThanOrEqual(8 * MEGABYTE);
      expect(ring.get(ring.next - 1)?.size).toBe(all.at(-1));
    }),
    { numRuns: 4 },
  );
});

test('what it takes beforehand is what it needs: slots for all entries, and bytes', () => {
  const ring = new CaptureRing({ ...DEFAULT_RING, entries: 100_000, bytes: 8 * MEGABYTE });
  let pieces = 0;
  while (ring.touch()) pieces += 1;
  expect(pieces).toBe((8 * MEGABYTE) / (256 * 1024) + Math.ceil(100_000 / (1 << 14)));
  for (let seq = 0; seq < 250_000; seq += 1) add(ring, String(seq));
  expect([ring.first, ring.get(150_000)?.bytes.toString(), ring.touch()]).toEqual([150_000, '150000', false]);
});
