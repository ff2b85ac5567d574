import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageFinder } from '../../../main/capture-files/reading/message-finder.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { GAP, GARBAGE, TEXT } from '../../../main/protocol/framer.ts';
import { definitionOf, nameOf, type Packet } from '../../../main/protocol/packets.ts';
import { anyPacket, bytes } from '../../support/packets.ts';

const KINDS: Record<number, string> = { [TEXT]: 'text', [GARBAGE]: 'garbage', [GAP]: 'gap' };

/** A finder, and what it has told in a word each: type, size, and the bytes where they are few. */
function finderOf(lost = false, room = { left: 1 << 30 }) {
  const told: string[] = [];
  const finder = new MessageFinder(
    (type, kept, size) => {
      const shown = kept.length < 30 ? ` ${JSON.stringify(kept.toString('latin1'))}` : '';
      told.push(`${KINDS[type] ?? nameOf(type)} ${size}${KINDS[type] === undefined ? '' : shown}`);
    },
    room,
    lost,
  );
  return {
    finder,
    told,
    room,
    push: (...all: (Packet | string)[]) => {
      for (const each of all) finder.push(raw(each), 0);
    },
  };
}

const raw = (each: Packet | string): Buffer => (typeof each === 'string' ? bytes(each) : encode(each, 'REQ'));
const sleep: Packet = { name: 'PRE_SLEEP' };
const echo = (length: number): Packet => ({ name: 'ECHO_REQ', data: Buffer.alloc(length, 'x') });

test('packets and lines, however they are cut', () => {
  const { push, told } = finderOf();
  const all = Buffer.concat([raw(sleep), bytes('status\n'), raw(echo(5))]).toString('latin1');
  push(all, all.slice(0, 3), all.slice(3, 14), all.slice(14));
  expect(told).toEqual([...Array(2)].flatMap(() => ['PRE_SLEEP 12', 'text 7 "status\\n"', 'ECHO_REQ 17']));
});

test('from the middle of a stream the first header is found, also over two pieces', () => {
  const { push, told } = finderOf(true);
  const packet = raw(sleep).toString('latin1');
  push(`rest of a job\0RE${packet.slice(0, 5)}`, packet.slice(5), sleep);
  expect(told).toEqual(['garbage 16 "rest of a job\\u0000RE"', 'PRE_SLEEP 12', 'PRE_SLEEP 12']);
});

test('a packet torn by a gap keeps its type and size, and the next one is found behind it', () => {
  const { finder, push, told } = finderOf();
  finder.push(raw(echo(100)).subarray(0, 40), 0);
  finder.gap(50, 0);
  finder.push(raw(echo(100)).subarray(90), 0);
  push(sleep);
  expect(told).toEqual(['gap 50 "50"', 'ECHO_REQ 112', 'PRE_SLEEP 12']);
});

test('a gap that goes on into other packets leaves what was there as garbage, and footing is found again', () => {
  const { finder, push, told } = finderOf();
  finder.push(raw(echo(9)).subarray(0, 15), 0);
  finder.gap(500, 0);
  push('the end of something', sleep);
  expect(told).toEqual([
    'garbage 15 "\\u0000REQ\\u0000\\u0000\\u0000\\u0010\\u0000\\u0000\\u0000\\txxx"',
    'gap 500 "500"',
    'garbage 20 "the end of something"',
    'PRE_SLEEP 12',
  ]);
});

test('a gap between two packets is only a gap', () => {
  const { finder, push, told } = finderOf();
  push(sleep);
  finder.gap(24, 0);
  push(sleep);
  expect(told).toEqual(['PRE_SLEEP 12', 'gap 24 "24"', 'PRE_SLEEP 12']);
});

test('a type that nobody knows has a size all the same', () => {
  const { push, told } = finderOf();
  push('\0REQ\0\0\0\x63\0\0\0\x02ab', sleep);
  expect(told).toEqual(['garbage 14 "\\u0000REQ\\u0000\\u0000\\u0000c\\u0000\\u0000\\u0000\\u0002ab"', 'PRE_SLEEP 12']);
});

test('bytes that are no header are garbage up to the next one', () => {
  const { push, told, finder } = finderOf();
  push('\0REX', '12345678', sleep, '\0');
  finder.end(0);
  expect(told).toEqual(['garbage 12 "\\u0000REX12345678"', 'PRE_SLEEP 12', 'garbage 1 "\\u0000"']);
});

test('a line without an end is garbage when it is too long', () => {
  const { push, told, finder } = finderOf();
  push('x'.repeat(9000), sleep);
  finder.end(0);
  expect(told).toEqual(['garbage 9000', 'PRE_SLEEP 12']);
});

test('where there is no room more is counted and not kept', () => {
  const room = { left: 3000 };
  const sizes: number[] = [];
  const finder = new MessageFinder((_type, kept, size) => sizes.push(kept.length, size), room);
  const packet = raw(echo(50_000));
  for (let at = 0; at < packet.length; at += 1000) finder.push(packet.subarray(at, at + 1000), 0);
  expect(sizes[1]).toBe(50_012);
  expect(sizes[0]).toBeLessThan(3000);
  expect(room.left).toBe(3000);
});

test('any packets, cut anywhere, come back whole and in order', () => {
  fc.assert(
    fc.property(fc.array(anyPacket), fc.array(fc.nat(300)), (packets, cuts) => {
      const { finder, told } = finderOf();
      let rest = Buffer.concat(packets.map(raw));
      for (const cut of cuts) {
        finder.push(rest.subarray(0, cut), 0);
        rest = rest.subarray(cut);
      }
      finder.push(rest, 0);
      expect(told).toEqual(packets.map((packet) => `${packet.name} ${raw(packet).length}`));
      expect(packets.every(({ name }) => definitionOf(name).type > 0)).toBe(true);
    }),
  );
});

test('any bytes with any gaps: nothing is thrown, and no byte is lost or counted twice', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each)),
    anyPacket.map(raw),
    fc.integer({ min: 1, max: 300 }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.boolean(), (pieces, lost) => {
      let sum = 0;
      let torn = 0;
      const finder = new MessageFinder(
        (type, _kept, size) => {
          if (type === GAP) torn += size;
          else sum += size;
        },
        { left: 1e9 },
        lost,
      );
      let pushed = 0;
      let gaps = 0;
      for (const each of pieces) {
        if (typeof each === 'number') {
          finder.gap(each, 0);
          gaps += each;
        } else {
          finder.push(each, 0);
          pushed += each.length;
        }
      }
      finder.end(0);
      expect(torn).toBe(gaps);
      // What is missing inside a packet counts as its own too.
      expect(sum).toBeGreaterThanOrEqual(pushed);
      expect(sum).toBeLessThanOrEqual(pushed + gaps);
    }),
  );
});
