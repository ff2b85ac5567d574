import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from '../../../main/protocol/codec.ts';
import { Framer } from '../../../main/protocol/framer.ts';
import { anyPacket, bytes } from '../../support/packets.ts';

/** Feeds the stream in pieces through one block of memory that each piece overwrites; returns the messages' bytes. */
function through(framer: Framer, stream: Buffer, cuts: readonly number[]): string[] {
  const memory = Buffer.alloc(stream.length);
  const found: string[] = [];
  const edges = [...new Set([0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length])].sort((a, b) => a - b);
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const length = (edges[index + 1] as number) - from;
    memory.fill(0xee);
    stream.copy(memory, 0, from, from + length);
    let next: Buffer | undefined = memory.subarray(0, length);
    while (next !== undefined) {
      const frames = framer.push(next);
      let start = 0;
      for (const end of frames.ends.slice(0, frames.count)) {
        found.push(frames.block.toString('latin1', start, end));
        start = end;
      }
      next = frames.next;
    }
  }
  return found;
}

test('messages in any pieces are found whole, although each piece overwrites the one before', () => {
  const line = fc.stringMatching(/^[a-z][a-z ]{0,30}$/).map((text) => bytes(`${text}\n`));
  const message = fc.oneof(
    anyPacket.map((packet) => encode(packet, 'REQ')),
    line,
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 12 }), (messages, cuts) => {
      const framer = new Framer();
      expect(through(framer, Buffer.concat(messages), cuts)).toEqual(messages.map((each) => each.toString('latin1')));
      expect([framer.pending, framer.rest().length]).toEqual([0, 0]);
    }),
  );
});

test('what was not finished is told as the rest', () => {
  const framer = new Framer();
  const echo = encode({ name: 'ECHO_REQ', data: bytes('hello') }, 'REQ');
  expect(through(framer, Buffer.concat([echo, echo.subarray(0, 14)]), [3, 20])).toHaveLength(1);
  expect([framer.pending, framer.rest().toString('latin1')]).toEqual([14, echo.toString('latin1', 0, 14)]);
});

test('garbage behind a message in pieces is told with all that came with it', () => {
  const framer = new Framer();
  expect(framer.push(bytes('\0R')).error).toBe(undefined);
  const { error, block, count } = framer.push(bytes('XYZ and much more'));
  expect([error?.message, block.toString('latin1'), count]).toEqual(['bad magic 00525859', '\0RXYZ and much more', 0]);
});
