import type { MessageId } from '../../i18n/text.tsx';

export interface ColumnLook {
  label: MessageId;
  /** Its content stands at the right. */
  number?: boolean;
  /** Least and greatest width, px; one without a greatest takes what is left. */
  least: number;
  most: number;
  /** As long as it has less, columns that can be done without leave for it, px. */
  wants?: number;
  /** In a narrow window the one with the lowest number leaves first; without one it stays. */
  leaves?: number;
}

export type ColumnLooks<C extends string> = Readonly<Record<C, ColumnLook>>;

/** Between two columns, and at the edges of a row, px. */
const GAP = 12;

export interface FittedColumn<C extends string> {
  id: C;
  width: number;
}

/**
 * The columns that have room in `width` px, in their order, and how wide each is. Those that can be done without leave first; what
 * is left over goes to the wide ones, and to the one without a greatest width most of all.
 */
export function fitColumns<C extends string>(
  looks: ColumnLooks<C>,
  chosen: readonly C[],
  width: number,
): FittedColumn<C>[] {
  let fitting = [...chosen];
  const sumOf = (of: (id: C) => number) => fitting.reduce((sum, id) => sum + of(id) + GAP, GAP);
  const wanted = (id: C) => looks[id].wants ?? looks[id].least;
  while (sumOf(wanted) > width) {
    const leaving = fitting
      .filter((id) => looks[id].leaves !== undefined)
      .sort((a, b) => (looks[a].leaves ?? 0) - (looks[b].leaves ?? 0))[0];
    if (leaving === undefined) break;
    fitting = fitting.filter((id) => id !== leaving);
  }
  const least = sumOf(wanted) > width ? (id: C) => looks[id].least : wanted;
  const last = fitting.find((id) => looks[id].most === Number.POSITIVE_INFINITY) ?? fitting.at(-1);
  const room = Math.max(0, width - sumOf(least));
  const wishes = fitting.map((id) => (id === last ? 0 : Math.max(0, looks[id].most - least(id))));
  const wished = wishes.reduce((sum, wish) => sum + wish, 0);
  const share = wished === 0 ? 0 : Math.min(1, (room * 0.55) / wished);
  const widths = fitting.map((id, index) => Math.floor(least(id) + (wishes[index] ?? 0) * share));
  const rest = Math.max(0, width - GAP - widths.reduce((sum, each) => sum + each + GAP, 0));
  return fitting.map((id, index) => ({ id, width: (widths[index] ?? 0) + (id === last ? rest : 0) }));
}

/** The columns with one of them a step further. */
export function moved<C extends string>(columns: readonly C[], column: C, step: 1 | -1): C[] {
  const at = columns.indexOf(column);
  const other = columns[at + step];
  if (at < 0 || other === undefined) return [...columns];
  return columns.map((each) => (each === column ? other : each === other ? column : each));
}

/** The columns with one of them moved to the place of another. */
export function movedBefore<C extends string>(columns: readonly C[], column: C, target: C): C[] {
  const to = columns.indexOf(target);
  const rest = columns.filter((each) => each !== column);
  return [...rest.slice(0, to), column, ...rest.slice(to)];
}
