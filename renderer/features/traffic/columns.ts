import type { PacketColumn } from '../../../main/contract/packets.ts';
import type { ColumnLooks } from '../../ui/columns/columns.ts';

export const COLUMNS: ColumnLooks<PacketColumn> = {
  number: { label: 'column.number', number: true, least: 48, most: 60 },
  marks: { label: 'column.marks', least: 18, most: 18, leaves: 9 },
  time: { label: 'column.time', number: true, least: 78, most: 92 },
  sincePrevious: { label: 'column.sincePrevious', number: true, least: 80, most: 92, leaves: 3 },
  sinceJob: { label: 'column.sinceJob', number: true, least: 80, most: 92, leaves: 2 },
  direction: { label: 'column.direction', least: 98, most: 112, leaves: 4 },
  server: { label: 'column.server', least: 76, most: 150 },
  connection: { label: 'column.connection', least: 104, most: 280, leaves: 5 },
  type: { label: 'column.type', least: 138, most: 176 },
  function: { label: 'column.function', least: 72, most: 220 },
  handle: { label: 'column.handle', least: 68, most: 200, leaves: 7 },
  unique: { label: 'column.unique', least: 90, most: 290, leaves: 1 },
  size: { label: 'column.bytes', number: true, least: 68, most: 84, leaves: 6 },
  info: { label: 'column.content', least: 104, wants: 144, most: Number.POSITIVE_INFINITY },
};

/** Width of a digit and of what parts thousands, px. */
const DIGIT = 7.5;
const COMMA = 4;

/** The columns where the largest number has so many digits. */
export function columnsFor(digits: number): ColumnLooks<PacketColumn> {
  const { number } = COLUMNS;
  const room = Math.ceil(digits * DIGIT + Math.floor((digits - 1) / 3) * COMMA);
  return { ...COLUMNS, number: { ...number, least: Math.max(number.least, room), most: Math.max(number.most, room) } };
}
