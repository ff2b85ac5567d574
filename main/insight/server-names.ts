import type { Wire } from '../contract/keys.ts';
import type { FunctionColumns } from '../protocol/tables.ts';

/** Names that no table has any more and that are kept all the same; beyond that all are forgotten and read again. */
const SPARE = 20_000;

/** All rows of some tables in the order of their names, those of one name in the order of the tables. */
export interface Layout {
  /** Of each row: its table, its row there, and its function among all of them. */
  readonly table: Uint16Array;
  readonly row: Uint32Array;
  readonly group: Uint32Array;
  /** Where the rows of each function begin; one more at the end. */
  readonly start: Uint32Array;
  readonly groups: number;
  /** Of each table: where its rows are among all. */
  readonly places: readonly Uint32Array[];
}

/**
 * Keeps names in order. A name is compared with others once, when it is new: tables come again and again with the same names,
 * and the same names are on many servers.
 */
export class ServerNames {
  readonly #ids = new Map<Wire, number>();
  readonly #names: Wire[] = [];
  /** Ids in the order of their names, and the place of each id in it. */
  #sorted: number[] = [];
  #rank = new Uint32Array(0);
  /** As they are searched, in small letters; undefined until somebody searches. */
  readonly #texts: (string | undefined)[] = [];
  /** Ids of each table's rows, by the version of its names. */
  #known = new Map<number, Uint32Array>();
  #layout: Layout | undefined;
  #layoutKey = '';
  #groupIds = new Uint32Array(0);

  /** The rows of these tables, in the order of their names. */
  layout(tables: readonly FunctionColumns[]): Layout {
    const key = tables.map(({ namesVersion }) => namesVersion).join();
    if (this.#layout !== undefined && this.#layoutKey === key) return this.#layout;
    this.#forgetSpare(tables);
    const known = new Map(
      tables.map((table) => [table.namesVersion, this.#known.get(table.namesVersion) ?? this.#idsOf(table)]),
    );
    this.#known = known;
    this.#sortNew();
    const ids = tables.map(({ namesVersion }) => known.get(namesVersion) as Uint32Array);
    this.#layoutKey = key;
    this.#layout = this.#lay(ids);
    return this.#layout;
  }

  /** Functions of the last layout that have the text in their name, whatever the size of letters, each as 1. */
  matches(search: string): Uint8Array {
    const text = search.toLowerCase();
    return Uint8Array.from(this.#groupIds, (id) => {
      this.#texts[id] ??= shown(this.#names[id] as Wire);
      return (this.#texts[id] as string).includes(text) ? 1 : 0;
    });
  }

  #idsOf({ names, count }: FunctionColumns): Uint32Array {
    const ids = new Uint32Array(count);
    for (let row = 0; row < count; row += 1) {
      const name = names[row] as Wire;
      let id = this.#ids.get(name);
      if (id === undefined) {
        id = this.#names.push(name) - 1;
        this.#ids.set(name, id);
      }
      ids[row] = id;
    }
    return ids;
  }

  #forgetSpare(tables: readonly FunctionColumns[]): void {
    const wanted = tables.reduce((sum, { count }) => sum + count, 0);
    if (this.#names.length < 2 * wanted + SPARE) return;
    this.#ids.clear();
    this.#names.length = 0;
    this.#texts.length = 0;
    this.#sorted = [];
    this.#known = new Map();
  }

  /** Puts the names among the others that came since the last time. */
  #sortNew(): void {
    const before = this.#sorted;
    if (before.length === this.#names.length) return;
    const names = this.#names;
    const isLess = (a: number, b: number) => (names[a] as Wire) < (names[b] as Wire);
    const added = Array.from({ length: names.length - before.length }, (_, index) => before.length + index);
    added.sort((a, b) => (isLess(a, b) ? -1 : 1));
    const all: number[] = [];
    let old = 0;
    for (const id of added) {
      while (old < before.length && isLess(before[old] as number, id)) all.push(before[old++] as number);
      all.push(id);
    }
    while (old < before.length) all.push(before[old++] as number);
    this.#sorted = all;
    this.#rank = new Uint32Array(all.length);
    all.forEach((id, place) => {
      this.#rank[id] = place;
    });
  }

  #lay(ids: readonly Uint32Array[]): Layout {
    const total = ids.reduce((sum, { length }) => sum + length, 0);
    const counts = new Uint32Array(this.#sorted.length);
    for (const each of ids)
      for (const id of each) {
        const rank = this.#rank[id] as number;
        counts[rank] = (counts[rank] as number) + 1;
      }
    const starts: number[] = [];
    const groupIds: number[] = [];
    const group = new Uint32Array(total);
    /** Where the next row of each name goes. */
    const next = new Uint32Array(counts.length);
    let place = 0;
    for (let rank = 0; rank < counts.length; rank += 1) {
      const count = counts[rank] as number;
      if (count === 0) continue;
      next[rank] = place;
      group.fill(groupIds.length, place, place + count);
      starts.push(place);
      groupIds.push(this.#sorted[rank] as number);
      place += count;
    }
    starts.push(total);
    const table = new Uint16Array(total);
    const row = new Uint32Array(total);
    const places = ids.map((each, index) => {
      const places = new Uint32Array(each.length);
      for (let at = 0; at < each.length; at += 1) {
        const rank = this.#rank[each[at] as number] as number;
        const where = next[rank] as number;
        next[rank] = where + 1;
        table[where] = index;
        row[where] = at;
        places[at] = where;
      }
      return places;
    });
    this.#groupIds = Uint32Array.from(groupIds);
    return { table, row, group, start: Uint32Array.from(starts), groups: groupIds.length, places };
  }
}

/** A name or an id as it is shown, in small letters. */
export const shown = (wire: Wire): string => Buffer.from(wire, 'latin1').toString('utf8').toLowerCase();
