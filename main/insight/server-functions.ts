import type { Wire } from '../contract/keys.ts';
import type { ServerFunctionQuery, ServerFunctionRow, ServerFunctionWindow } from '../contract/servers.ts';
import type { FunctionColumns } from '../protocol/tables.ts';
import { type Between, byTable, groupNamed, partsOf } from './rows-between.ts';
import { type Layout, ServerNames } from './server-names.ts';

/** Functions of one server. */
export interface ServerFunctionTable {
  server: string;
  functions: FunctionColumns;
  /** Its workers, each of which may do several functions; where it is not known, those of its functions are summed up. */
  workers?: number | undefined;
  /** Another table has the same server: sums of several are without this one. */
  isRepeated?: boolean;
}

/** Questions whose rows are kept. */
const QUESTIONS = 3;

/** All rows of a question in order, each as its place in the layout or the number of its function, and their sums. */
interface Found extends Sums {
  key: string;
  order: Uint32Array;
  /** What stands between the rows. */
  between: Between;
}

interface Sums {
  queued: number;
  running: number;
  workers: number;
}

/**
 * Answers questions over the functions of many servers. Asks nobody: it is given the tables, those of the scope alone, in the
 * order in which their servers stand. What was sorted is kept until a table or the question is another one.
 */
export class ServerFunctions {
  readonly #names = new ServerNames();
  #figures: Figures | undefined;
  /** Of the last questions, the newest last: several are asked in turns. */
  #found: readonly Found[] = [];

  answer(tables: readonly ServerFunctionTable[], query: ServerFunctionQuery): ServerFunctionWindow {
    const { by, search, stuck, order, descending, grouped, open, from, count } = query;
    const versions = tables.map(
      ({ server, functions, isRepeated = false }) => `${server} ${functions.version} ${isRepeated}`,
    );
    const key = JSON.stringify([by, search, stuck, order, descending, grouped, open, ...versions]);
    const layout = this.#names.layout(tables.map(({ functions }) => functions));
    const found = this.#found.find((each) => each.key === key) ?? { key, ...this.#find(tables, layout, query) };
    this.#found = [...this.#found.filter((each) => each !== found), found].slice(-QUESTIONS);
    const rowOf = by === 'server' ? oneServer : allServers;
    const rows: ServerFunctionRow[] = [];
    const total = found.order.length + found.between.length;
    for (let position = from; position < Math.min(from + count, total); position += 1) {
      const at = found.between.at(position);
      if (typeof at === 'number') rows.push(rowOf(tables, layout, found.order[at] as number));
      else if (at.is === 'part') rows.push({ ...oneServer(tables, layout, at.place), is: 'part' });
      else rows.push(headOf(tables, layout, found.order.subarray(at.from, at.to)));
    }
    const { queued, running, workers } = found;
    return { total, functions: found.order.length, queued, running, workers, rows };
  }

  #find(tables: readonly ServerFunctionTable[], layout: Layout, query: ServerFunctionQuery): Omit<Found, 'key'> {
    if (this.#figures?.layout !== layout) this.#figures = new Figures(layout);
    this.#figures.refresh(tables);
    const columns = query.by === 'server' ? this.#figures.rows : this.#figures.sums();
    const matches = query.search === '' ? undefined : this.#names.matches(query.search);
    const groupOf = query.by === 'server' ? layout.group : undefined;
    const { queued, running, workers, isStuck } = columns;
    const chosen = new Uint32Array(queued.length);
    const sums = { queued: 0, running: 0, workers: 0 };
    let count = 0;
    for (let place = 0; place < queued.length; place += 1) {
      if (query.stuck && isStuck[place] === 0) continue;
      if (matches !== undefined && matches[groupOf === undefined ? place : (groupOf[place] as number)] === 0) continue;
      chosen[count] = place;
      count += 1;
      if (groupOf !== undefined && tables[layout.table[place] as number]?.isRepeated) continue;
      sums.queued += queued[place] as number;
      sums.running += running[place] as number;
      sums.workers += workers[place] as number;
    }
    const places = chosen.subarray(0, count);
    const values =
      query.order === 'name' ? undefined : query.order === 'server' ? columns.servers : columns[query.order];
    const order = sorted(places, values, query.descending);
    if (query.by === 'server' && query.grouped) {
      const together = byTable(order, layout, tables.length);
      return { ...sums, ...together };
    }
    const opened = query.by === 'server' ? [] : query.open.flatMap((name) => groupNamed(tables, layout, name) ?? []);
    return { ...sums, order, between: partsOf(order, layout, opened) };
  }
}

/** What rows, or functions, are chosen and sorted by, in the order of their names. */
class Columns {
  readonly queued: Float64Array;
  readonly running: Float64Array;
  readonly workers: Float64Array;
  readonly isStuck: Uint8Array;
  /** The place of the row's server, or how many servers have the function. */
  readonly servers: Float64Array;

  constructor(count: number) {
    this.queued = new Float64Array(count);
    this.running = new Float64Array(count);
    this.workers = new Float64Array(count);
    this.isStuck = new Uint8Array(count);
    this.servers = new Float64Array(count);
  }
}

/** The figures of all tables in the order of a layout. Of tables that did not change nothing is read again. */
class Figures {
  readonly layout: Layout;
  readonly rows: Columns;
  #sums: Columns | undefined;
  readonly #versions: number[] = [];

  constructor(layout: Layout) {
    this.layout = layout;
    this.rows = new Columns(layout.row.length);
    this.rows.servers.set(layout.table);
  }

  refresh(tables: readonly ServerFunctionTable[]): void {
    tables.forEach(({ functions }, index) => {
      if (this.#versions[index] === functions.version) return;
      this.#versions[index] = functions.version;
      this.#sums = undefined;
      this.#read(functions, this.layout.places[index] as Uint32Array);
    });
  }

  #read({ queued, running, workers, tellsWorkers }: FunctionColumns, places: Uint32Array): void {
    const { rows } = this;
    for (let row = 0; row < places.length; row += 1) {
      const place = places[row] as number;
      const [waits, able] = [queued[row] as number, workers[row] as number];
      rows.queued[place] = waits;
      rows.running[place] = running[row] as number;
      rows.workers[place] = able;
      rows.isStuck[place] = tellsWorkers && waits > 0 && able === 0 ? 1 : 0;
    }
  }

  /** Of each function; it is stuck where it is on one of its servers, as workers do not go to another one. */
  sums(): Columns {
    if (this.#sums !== undefined) return this.#sums;
    const { layout, rows } = this;
    const sums = new Columns(layout.groups);
    for (let group = 0; group < layout.groups; group += 1) {
      const [start, end] = [layout.start[group] as number, layout.start[group + 1] as number];
      let [queued, running, workers, isStuck] = [0, 0, 0, 0];
      for (let place = start; place < end; place += 1) {
        queued += rows.queued[place] as number;
        running += rows.running[place] as number;
        workers += rows.workers[place] as number;
        isStuck |= rows.isStuck[place] as number;
      }
      sums.queued[group] = queued;
      sums.running[group] = running;
      sums.workers[group] = workers;
      sums.isStuck[group] = isStuck;
      sums.servers[group] = end - start;
    }
    this.#sums = sums;
    return sums;
  }
}

/** Values that are sorted by are no larger; with up to two million places a double holds keys of all of them exactly. */
const VALUE_MOST = 2 ** 32 - 1;

/** The places by their values, and by name where these are the same; without values by name alone. */
function sorted(places: Uint32Array, values: Float64Array | undefined, descending: boolean): Uint32Array {
  if (values === undefined) return descending ? places.toReversed() : places;
  // Of many functions most have nothing: those are in order already.
  // A key is `value * spread + place`. Of more places the largest values count as one.
  const spread = Math.max(1, values.length);
  const highest = Math.min(VALUE_MOST, Math.floor(Number.MAX_SAFE_INTEGER / spread) - 1);
  const keys = new Float64Array(places.length);
  const none = new Uint32Array(places.length);
  let [some, rest] = [0, 0];
  for (const place of places) {
    const value = Math.min(values[place] as number, highest);
    if (value === 0) none[rest++] = place;
    else keys[some++] = (descending ? highest - value : value) * spread + place;
  }
  const order = keys.subarray(0, some).sort();
  const all = new Uint32Array(places.length);
  all.set(none.subarray(0, rest), descending ? some : 0);
  for (let index = 0, at = descending ? 0 : rest; index < some; index += 1)
    all[at++] = (order[index] as number) % spread;
  return all;
}

function oneServer(tables: readonly ServerFunctionTable[], { table, row }: Layout, place: number): ServerFunctionRow {
  const { server, functions } = tables[table[place] as number] as ServerFunctionTable;
  const at = row[place] as number;
  const { names, queued, running, workers, waiting, tellsWorkers } = functions;
  return {
    is: 'function',
    name: names[at] as Wire,
    servers: [server],
    queued: queued[at] as number,
    running: running[at] as number,
    waiting: waiting && {
      high: waiting.high[at] as number,
      normal: waiting.normal[at] as number,
      low: waiting.low[at] as number,
    },
    workers: workers[at] as number,
    vague: !tellsWorkers,
    stuck: tellsWorkers && (queued[at] as number) > 0 && workers[at] === 0 ? 1 : 0,
  };
}

function allServers(tables: readonly ServerFunctionTable[], layout: Layout, group: number): ServerFunctionRow {
  const [start, end] = [layout.start[group] as number, layout.start[group + 1] as number];
  const sum = oneServer(tables, layout, start);
  for (let place = start + 1; place < end; place += 1) {
    const { servers, queued, running, workers, waiting, vague, stuck } = oneServer(tables, layout, place);
    sum.servers.push(...servers);
    sum.vague ||= vague;
    sum.stuck += stuck;
    sum.queued += queued;
    sum.running += running;
    sum.workers += workers;
    if (sum.waiting === null || waiting === null) sum.waiting = null;
    else {
      sum.waiting.high += waiting.high;
      sum.waiting.normal += waiting.normal;
      sum.waiting.low += waiting.low;
    }
  }
  return sum;
}

/** The sums of a server, over its rows that were found; of workers all that it has, where that is known. */
function headOf(tables: readonly ServerFunctionTable[], layout: Layout, places: Uint32Array): ServerFunctionRow {
  const table = tables[layout.table[places[0] as number] as number] as ServerFunctionTable;
  const { server, functions } = table;
  const { queued, running, workers, waiting, tellsWorkers } = functions;
  const sum = { queued: 0, running: 0, workers: 0, stuck: 0 };
  const sums = waiting && { high: 0, normal: 0, low: 0 };
  for (const place of places) {
    const at = layout.row[place] as number;
    sum.queued += queued[at] as number;
    sum.running += running[at] as number;
    sum.workers += workers[at] as number;
    if (tellsWorkers && (queued[at] as number) > 0 && workers[at] === 0) sum.stuck += 1;
    if (waiting === null || sums === null) continue;
    for (const priority of ['high', 'normal', 'low'] as const) sums[priority] += waiting[priority][at] as number;
  }
  const all = table.workers ?? sum.workers;
  return { is: 'server', name: '', servers: [server], waiting: sums, vague: !tellsWorkers, ...sum, workers: all };
}
