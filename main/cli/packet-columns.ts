import { infoOf, printable, type Shown } from '../capture-files/formats/words.ts';
import { AppError } from '../contract/errors.ts';
import { type FieldDefinition, fieldNamed, nearestField, type Reader, type Source } from '../filter/fields.ts';
import type { FilteredPacket, FilterFacts } from '../filter/packet.ts';
import { nowhere } from '../filter/text-tests.ts';
import { decoded } from '../util/file-words.ts';

/** A packet that is to be printed; its bytes are valid until the next one. */
export interface PrintedPacket {
  packet: FilteredPacket;
  shown: Shown;
}

/** What a column has of a packet: a text of the wire, bytes in hexadecimal, a number, microseconds, or that it is so. */
export type Cell =
  | { type: 'text'; wire: string }
  | { type: 'bytes'; hex: string }
  | { type: 'number' | 'time'; number: number }
  | { type: 'label' };

/** A field that is printed: `read` says what a packet has, or undefined. */
export interface Column {
  name: string;
  read: (printed: PrintedPacket) => Cell | undefined;
}

/** A column that is asked for by its field, to be given what is known of the packets. */
export interface NamedColumn {
  name: string;
  /** What it is read from beside the packet, that may become known later. */
  from: Source | undefined;
  bind: (facts: FilterFacts) => Column;
}

/** Of Wireshark's, what is printed and no filter asks for. */
const PRINTED: ReadonlyMap<string, Column['read']> = new Map<string, Column['read']>([
  ['frame.time_epoch', ({ packet: { at } }) => ({ type: 'time', number: Math.round(at * 1000) })],
  ['_ws.col.Info', ({ shown }) => ({ type: 'text', wire: Buffer.from(infoOf(shown), 'utf8').toString('latin1') })],
]);

/** The column of a field: those of the filter (docs/filter.md), and some that are printed alone. Throws `bad-input`. */
export function columnOf(name: string): NamedColumn {
  const printed = PRINTED.get(name);
  if (printed !== undefined) return { name, from: undefined, bind: () => ({ name, read: printed }) };
  const definition = fieldNamed(name);
  if (definition === undefined) throw unknownField(name);
  return { name, from: definition.from, bind: (facts) => ({ name, read: readerOf(definition, facts) }) };
}

function unknownField(name: string): AppError {
  const near = nearestField(name);
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return new AppError('bad-input', `“${name}” is no field that can be printed.${meant} docs/filter.md has them all.`);
}

function readerOf(definition: FieldDefinition, facts: FilterFacts): Column['read'] {
  const reader: Reader = definition.bind(facts);
  const place = nowhere();
  switch (reader.type) {
    case 'text':
      return ({ packet }) =>
        reader.read(packet, place)
          ? { type: 'text', wire: place.block.toString('latin1', place.from, place.to) }
          : undefined;
    case 'bytes':
      return ({ packet }) =>
        reader.read(packet, place)
          ? { type: 'bytes', hex: place.block.toString('hex', place.from, place.to) }
          : undefined;
    case 'label':
      return ({ packet }) => (reader.read(packet) ? { type: 'label' } : undefined);
    default:
      return ({ packet }) => {
        const number = reader.read(packet);
        return Number.isNaN(number) ? undefined : { type: reader.type, number };
      };
  }
}

/** A cell as tshark prints it; what would move a terminal's cursor or is invisible shows as its number. */
export function cellText(cell: Cell | undefined): string {
  switch (cell?.type) {
    case undefined:
      return '';
    case 'text':
      return printable(cell.wire);
    case 'bytes':
      return cell.hex;
    case 'number':
      return `${cell.number}`;
    case 'time':
      return seconds(cell.number);
    case 'label':
      return '1';
  }
}

/** The value of a cell in JSON; times are in seconds. */
export function cellValue(cell: Cell): string | number | boolean {
  switch (cell.type) {
    case 'text':
      return decoded(cell.wire);
    case 'bytes':
      return cell.hex;
    case 'number':
      return cell.number;
    case 'time':
      return cell.number / 1e6;
    case 'label':
      return true;
  }
}

/** Microseconds as seconds with the nine places that Wireshark has for them. */
function seconds(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const all = Math.abs(micros);
  const whole = Math.floor(all / 1e6);
  return `${sign}${whole}.${String(all - whole * 1e6).padStart(6, '0')}000`;
}
