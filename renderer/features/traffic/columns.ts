import type { PacketColumn } from '../../../main/contract/packets.ts';
import type { MessageId } from '../../i18n/text.tsx';

export interface ColumnLook {
  label: MessageId;
  /** Its content stands at the right. */
  number?: boolean;
  /** Least and greatest width, px; the content's column takes what is left. */
  least: number;
  most: number;
  /** In a narrow window the one with the lowest number leaves first; without one it stays. */
  leaves?: number;
}

export const COLUMNS: Readonly<Record<PacketColumn, ColumnLook>> = {
  number: { label: 'column.number', number: true, least: 48, most: 84 },
  marks: { label: 'column.marks', least: 18, most: 18, leaves: 9 },
  time: { label: 'column.time', number: true, least: 84, most: 116 },
  sincePrevious: { label: 'column.sincePrevious', number: true, least: 80, most: 92, leaves: 3 },
  sinceJob: { label: 'column.sinceJob', number: true, least: 80, most: 92, leaves: 2 },
  direction: { label: 'column.direction', least: 98, most: 112, leaves: 4 },
  connection: { label: 'column.connection', least: 104, most: 280, leaves: 5 },
  type: { label: 'column.type', least: 132, most: 176 },
  function: { label: 'column.function', least: 72, most: 220 },
  handle: { label: 'column.handle', least: 68, most: 200, leaves: 7 },
  unique: { label: 'column.unique', least: 90, most: 290, leaves: 1 },
  size: { label: 'column.bytes', number: true, least: 68, most: 84, leaves: 6 },
  info: { label: 'column.content', least: 104, most: Number.POSITIVE_INFINITY },
};

/** Width of a digit, px. */
const DIGIT = 7;

/** Between two columns, and at the edges of a row, px. */
const GAP = 12;

export interface FittedColumn {
  id: PacketColumn;
  width: number;
}

/**
 * The columns that have room in `width` px, in their order, and how wide each is. Those that can be done without leave first; what
 * is left over goes to the wide ones, and to the content most of all. `digits` is the length of the largest number.
 */
export function fitColumns(chosen: readonly PacketColumn[], width: number, digits = 1): FittedColumn[] {
  const leastOf = (id: PacketColumn) => Math.max(COLUMNS[id].least, id === 'number' ? digits * DIGIT : 0);
  let fitting = [...chosen];
  const least = () => fitting.reduce((sum, id) => sum + leastOf(id) + GAP, GAP);
  while (least() > width) {
    const leaving = fitting
      .filter((id) => COLUMNS[id].leaves !== undefined)
      .sort((a, b) => (COLUMNS[a].leaves ?? 0) - (COLUMNS[b].leaves ?? 0))[0];
    if (leaving === undefined) break;
    fitting = fitting.filter((id) => id !== leaving);
  }
  const last = fitting.includes('info') ? 'info' : fitting.at(-1);
  const room = Math.max(0, width - least());
  const wishes = fitting.map((id) => (id === last ? 0 : Math.max(0, COLUMNS[id].most - leastOf(id))));
  const wished = wishes.reduce((sum, wish) => sum + wish, 0);
  const share = wished === 0 ? 0 : Math.min(1, (room * 0.55) / wished);
  const widths = fitting.map((id, index) => Math.floor(leastOf(id) + (wishes[index] ?? 0) * share));
  const rest = Math.max(0, width - GAP - widths.reduce((sum, each) => sum + each + GAP, 0));
  return fitting.map((id, index) => ({ id, width: (widths[index] ?? 0) + (id === last ? rest : 0) }));
}
