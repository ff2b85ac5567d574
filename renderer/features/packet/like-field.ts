import { quotedText } from '../../../main/contract/filter-text.ts';
import type { PacketDetail } from '../../../main/contract/packets.ts';
import { shown } from '../../lib/bytes.ts';
import type { PacketPart } from '../../lib/packet-parts.ts';
import { type Likeness, likeThis } from '../traffic/filter/like-this.ts';
import type { TreeRow } from './tree-rows.ts';

/** Bytes of a value that a filter is made of; whoever has more in common is found by other means. */
const LONGEST = 200;

/** What a row of the tree says, as a test in a filter; the packet's type where it is nothing that a filter knows. */
export function likeField(row: TreeRow | undefined, detail: PacketDetail): Likeness {
  return (row?.kind === 'part' ? ofPart(row.part, detail) : undefined) ?? likeThis(detail.row, undefined);
}

function ofPart({ name, header, displayField, start, end }: PacketPart, { bytes }: PacketDetail): Likeness | undefined {
  if (displayField === null || end > bytes.length || (header && name === 'type')) return undefined;
  if (header && name === 'size') {
    const size = new DataView(bytes.slice(start, end).buffer).getUint32(0);
    return { what: `${displayField} ${size}`, test: `${displayField} == ${size}` };
  }
  // The magic is said without its NUL.
  const value = bytes.subarray(header ? start + 1 : start, end);
  if (value.length === 0 || value.length > LONGEST) return undefined;
  const wire = Array.from(value, (byte) => String.fromCharCode(byte)).join('');
  return { what: shown(wire), test: `${displayField} == ${quotedText(wire)}` };
}
