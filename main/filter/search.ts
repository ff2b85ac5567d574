import { displayField } from '../protocol/describe.ts';
import { nameOf } from '../protocol/packets.ts';
import type { Literal } from './expression.ts';
import { fieldNamed } from './fields.ts';
import type { FilterFacts, Predicate } from './packet.ts';
import { nowhere } from './text-tests.ts';

/** Bytes of a packet that are searched. */
const SEARCHED = 1024 * 1024;

/** A test whether a word is in what a row shows or in the packet's bytes, whatever its case. */
export function searchTest({ text }: Literal, facts: FilterFacts): Predicate {
  const isAscii = !/[\x80-\xff]/.test(text);
  const needle = isAscii ? text.toLowerCase() : utf8Of(Buffer.from(text, 'latin1'), 0, text.length).toLowerCase();
  const shows = (shown: string) => lowerOf(shown, isAscii).includes(needle);
  const types = Array.from({ length: 256 }, (_, type) => shows(nameOf(type) ?? ''));
  const inBytes = isAscii
    ? foldedSearch(Buffer.from(needle, 'latin1'))
    : (block: Buffer, from: number, to: number) => utf8Of(block, from, to).toLowerCase().includes(needle);
  const functionOf = fieldNamed('gb.func')?.bind(facts);
  const place = nowhere();
  const peers = new Map<number, { who: string; found: boolean }>();
  function showsPeer(host: number, connection: number): boolean {
    const who = facts.who(host, connection);
    const key = host * 2 ** 32 + connection;
    const known = peers.get(key);
    if (known?.who === who) return known.found;
    const found = shows(`#${connection} ${who}`);
    peers.set(key, { who, found });
    return found;
  }
  return (packet) => {
    if (types[packet.type] === true) return true;
    if (packet.locate() && inBytes(packet.block, packet.start, Math.min(packet.end, packet.start + SEARCHED)))
      return true;
    if (showsPeer(packet.host, packet.connection)) return true;
    // The function of a job stands in no packet about it.
    return (
      carriesHandle(packet.type) &&
      functionOf?.type === 'text' &&
      functionOf.read(packet, place) &&
      inBytes(place.block, place.from, place.to)
    );
  };
}

const utf8Of = (block: Buffer, from: number, to: number): string => block.toString('utf8', from, to);

const lowerOf = (shown: string, isAscii: boolean): string =>
  (isAscii ? shown : Buffer.from(shown, 'latin1').toString('utf8')).toLowerCase();

function carriesHandle(type: number): boolean {
  const name = nameOf(type);
  return name !== undefined && displayField(name, 'handle') !== undefined;
}

/** A search for bytes in lower case; letters are found in either. */
function foldedSearch(needle: Buffer): (block: Buffer, from: number, to: number) => boolean {
  const { length } = needle;
  const fold = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));
  if (length === 0) return () => true;
  const first = needle[0] as number;
  return (block, from, to) => {
    const last = to - length;
    for (let at = from; at <= last; at += 1) {
      if (fold[block[at] as number] !== first) continue;
      let same = 1;
      while (same < length && fold[block[at + same] as number] === needle[same]) same += 1;
      if (same === length) return true;
    }
    return false;
  };
}
