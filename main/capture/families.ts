import type { PacketFamily } from '../contract/packets.ts';
import { GAP, GARBAGE, TEXT } from '../protocol/framer.ts';
import { definitionOf, nameOf } from '../protocol/packets.ts';

/** What an entry of that type is called and what family it belongs to; a number that the protocol does not know is garbage too. */
export function kindOf(type: number): { name: string; family: PacketFamily } {
  if (type === TEXT) return { name: 'TEXT', family: 'admin' };
  if (type === GAP) return { name: 'GAP', family: 'error' };
  const name = type === GARBAGE ? undefined : nameOf(type);
  return name === undefined ? { name: 'GARBAGE', family: 'error' } : { name, family: definitionOf(name).family };
}

export const familyOf = (type: number): PacketFamily => kindOf(type).family;
