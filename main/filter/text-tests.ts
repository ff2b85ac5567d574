import type { Relation } from './expression.ts';
import type { Place } from './packet.ts';

/** From so many bytes on the search of the runtime is worth its call. */
const LONG = 256;

/** Below 0 where the bytes at `a` come before those at `b`, 0 where they are the same. */
export function order(a: Place, b: Place): number {
  const shorter = Math.min(a.to - a.from, b.to - b.from);
  for (let at = 0; at < shorter; at += 1) {
    const difference = (a.block[a.from + at] as number) - (b.block[b.from + at] as number);
    if (difference !== 0) return difference;
  }
  return a.to - a.from - (b.to - b.from);
}

export const holds: Readonly<Record<Relation, (difference: number) => boolean>> = {
  '==': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

/** Whether exactly these bytes are somewhere in the place. No bytes are nowhere, as in Wireshark. */
export function contains({ block, from, to }: Place, needle: Buffer): boolean {
  const { length } = needle;
  if (length === 0) return false;
  if (to - from > LONG) return block.subarray(from, to).includes(needle);
  const first = needle[0];
  for (let at = from; at <= to - length; at += 1) {
    if (block[at] !== first) continue;
    let same = 1;
    while (same < length && block[at + same] === needle[same]) same += 1;
    if (same === length) return true;
  }
  return false;
}

export const placeOf = (bytes: Buffer): Place => ({ block: bytes, from: 0, to: bytes.length });

export const nowhere = (): Place => placeOf(Buffer.alloc(0));
