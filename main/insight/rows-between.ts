import type { Wire } from '../contract/keys.ts';
import type { FunctionColumns } from '../protocol/tables.ts';
import type { Layout } from './server-names.ts';

/** What stands at a position of a list: the row of that number in its order, a server before its rows, or a part of a function. */
type Position = number | { is: 'server'; from: number; to: number } | { is: 'part'; place: number };

/** Rows that stand between those of an order. */
export interface Between {
  readonly length: number;
  at(position: number): Position;
}

/** The same order with the rows of each server together, in the order of the tables, and a row before those of each. */
export function byTable(
  order: Uint32Array,
  { table }: Layout,
  tables: number,
): { order: Uint32Array; between: Between } {
  const counts = new Uint32Array(tables);
  for (const place of order) counts[table[place] as number] = (counts[table[place] as number] as number) + 1;
  const next = new Uint32Array(tables);
  const heads: { from: number; to: number }[] = [];
  for (let index = 0, from = 0; index < tables; index += 1) {
    next[index] = from;
    const to = from + (counts[index] as number);
    if (to > from) heads.push({ from, to });
    from = to;
  }
  const together = new Uint32Array(order.length);
  for (const place of order) {
    const index = table[place] as number;
    together[next[index] as number] = place;
    next[index] = (next[index] as number) + 1;
  }
  const at = (position: number): Position => {
    // The server with the most before it that begins no later; there are some hundreds at most.
    const index = heads.findLastIndex(({ from }, before) => from + before <= position);
    const head = heads[index] as (typeof heads)[0];
    return position === head.from + index ? { is: 'server', ...head } : position - index - 1;
  };
  return { order: together, between: { length: heads.length, at } };
}

/** The number of the function of that name; undefined where no server has it. */
export function groupNamed(
  tables: readonly { functions: FunctionColumns }[],
  { places, group }: Layout,
  name: Wire,
): number | undefined {
  for (const [index, { functions }] of tables.entries()) {
    const row = functions.names.indexOf(name);
    const place = row < 0 || row >= functions.count ? undefined : places[index]?.[row];
    if (place !== undefined) return group[place];
  }
  return undefined;
}

/** A row for each server behind each of these functions. */
export function partsOf(order: Uint32Array, { start }: Layout, opened: readonly number[]): Between {
  const runs = [...new Set(opened)]
    .map((group) => ({ at: order.indexOf(group), first: start[group] as number, count: countOf(start, group) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  const length = runs.reduce((sum, { count }) => sum + count, 0);
  const at = (position: number): Position => {
    let before = 0;
    for (const { at: index, first, count } of runs) {
      if (position <= index + before) break;
      if (position <= index + before + count) return { is: 'part', place: first + position - index - before - 1 };
      before += count;
    }
    return position - before;
  };
  return { length, at };
}

const countOf = (start: Uint32Array, group: number): number => (start[group + 1] as number) - (start[group] as number);
