import type { Entry } from '../../capture/ring.ts';
import type { PacketRow } from '../../contract/packets.ts';
import { type Dissection, dissect } from '../../protocol/describe.ts';
import { definitionOf } from '../../protocol/packets.ts';
import { decoded, isPlain } from '../../util/file-words.ts';

/** A packet as the formats are given it. */
export interface Shown {
  entry: Entry;
  row: PacketRow;
  /** Its number in the file, from 1. */
  number: number;
}

/** Turns packets into the text of a file. */
export interface TextFormat {
  begin?(): string;
  packet(shown: Shown): string;
  end?(): string;
}

/** What could move a cursor, break a line or turn the direction of text, and what cannot be seen. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** Bytes of the wire for the eye: what is no visible character shows as its number. */
export const printable = (wire: string): string => (isPlain(wire) ? wire : decoded(wire).replace(UNSEEN, escapeOf));

function escapeOf(character: string): string {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return named ?? `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

/** The peer of a packet's connection: its client id where it has one, else its address. */
export const peerOf = ({ row }: Shown): string => printable(row.who) || `connection ${row.connection.number}`;

/** What a row is called: the packet with Wireshark's number, else what its bytes are. */
export function dissectionOf({ row, entry }: Shown): Dissection | undefined {
  return row.kind === 'packet' ? dissect(entry.bytes) : undefined;
}

/** An argument of a packet, as bytes of the wire; empty where it has none of that name. */
export function argument({ entry }: Shown, dissection: Dissection | undefined, name: string): string {
  const field = dissection?.fields.find((each) => each.name === name);
  return field === undefined ? '' : entry.bytes.toString('latin1', field.start, field.end);
}

/** `[REQ] CAN_DO(1) LEN=2`, the words of Wireshark's information column. */
export function infoOf(shown: Shown): string {
  const { row, entry } = shown;
  if (row.kind === 'text') return `[MGR] ${printable(row.content)}`;
  const dissection = dissectionOf(shown);
  if (dissection === undefined) return `[${row.type}] LEN=${row.size}`;
  const { name, magic } = dissection;
  return `[${magic}] ${name}(${definitionOf(name).type}) LEN=${entry.bytes.readUInt32BE(8)}`;
}
