import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServerFunctionQuery, type ServerFunctionRow } from '../../../main/contract/servers.ts';
import { ServerFunctions } from '../../../main/insight/server-functions.ts';
import { columnsOf, type FunctionColumns, type FunctionFigures } from '../../../main/protocol/tables.ts';

interface Table {
  server: string;
  rows: readonly FunctionFigures[];
  /** The server tells of priorities, and of workers. */
  tells: boolean;
}

type Query = ReturnType<typeof ServerFunctionQuery.parse>;
const query = (some: Partial<Query> = {}): Query =>
  ServerFunctionQuery.parse({ scope: { kind: 'all' }, by: 'server', from: 0, count: 100, ...some });

const textOf = (wire: string) => Buffer.from(wire, 'latin1').toString('utf8').toLowerCase();
const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);

/** The same answer by the plainest way. */
function naive(tables: readonly Table[], { by, search, stuck, order, descending, grouped, open, from, count }: Query) {
  const single = tables.flatMap(({ server, rows, tells }, place) =>
    rows.map(({ name, queued, waiting, running, workers }) => {
      const isStuck = tells && queued > 0 && workers === 0;
      const row: ServerFunctionRow = {
        is: 'function',
        name,
        servers: [server],
        queued,
        running,
        waiting: tells ? waiting : null,
        workers,
        vague: !tells,
        stuck: isStuck ? 1 : 0,
      };
      return { row, place, isStuck };
    }),
  );
  const groups = Map.groupBy(single, ({ row }) => row.name);
  const summed = [...groups.values()].map((rows) => {
    const sum = (figure: (row: ServerFunctionRow) => number) => rows.reduce((all, each) => all + figure(each.row), 0);
    const tell = rows.every(({ row }) => row.waiting !== null);
    const row: ServerFunctionRow = {
      is: 'function',
      name: rows[0]!.row.name,
      servers: rows.flatMap(({ row: { servers } }) => servers),
      queued: sum(({ queued }) => queued),
      running: sum(({ running }) => running),
      waiting: tell
        ? {
            high: sum(({ waiting }) => waiting!.high),
            normal: sum(({ waiting }) => waiting!.normal),
            low: sum(({ waiting }) => waiting!.low),
          }
        : null,
      workers: sum(({ workers }) => workers),
      vague: rows.some(({ row: { vague } }) => vague),
      stuck: sum(({ stuck }) => stuck),
    };
    return { row, place: rows.length, isStuck: rows.some(({ isStuck }) => isStuck) };
  });
  const all = (by === 'server' ? single : summed)
    .filter(({ row, isStuck }) => (!stuck || isStuck) && textOf(row.name).includes(search.toLowerCase()))
    .sort((a, b) => compare(a.row.name, b.row.name) || a.place - b.place);
  const value = ({ row, place }: (typeof all)[number]) => (order === 'server' ? place : row[order as 'queued']);
  if (order === 'name') {
    if (descending) all.reverse();
  } else all.sort((a, b) => (descending ? value(b) - value(a) : value(a) - value(b)));
  const rows = all.map(({ row }) => row);
  const sum = (figure: 'queued' | 'running' | 'workers' | 'stuck', among = rows) =>
    among.reduce((total, row) => total + row[figure], 0);
  const shown =
    by === 'function'
      ? rows.flatMap((row) => [
          row,
          ...(open.includes(row.name) ? (groups.get(row.name) ?? []) : []).map((each) => ({ ...each.row, is: 'part' })),
        ])
      : !grouped
        ? rows
        : tables.flatMap(({ server, tells }) => {
            const its = rows.filter(({ servers }) => servers[0] === server);
            if (its.length === 0) return [];
            const waiting = (priority: 'high' | 'normal' | 'low') =>
              its.reduce((total, row) => total + (row.waiting?.[priority] ?? 0), 0);
            const head = {
              is: 'server',
              name: '',
              servers: [server],
              queued: sum('queued', its),
              running: sum('running', its),
              workers: sum('workers', its),
              stuck: sum('stuck', its),
              waiting: tells ? { high: waiting('high'), normal: waiting('normal'), low: waiting('low') } : null,
              vague: !tells,
            };
            return [head, ...its];
          });
  return {
    total: shown.length,
    functions: rows.length,
    queued: sum('queued'),
    running: sum('running'),
    workers: sum('workers'),
    rows: shown.slice(from, from + count),
  };
}

const figure = fc.oneof(fc.constant(0), fc.nat(4));
const aFunction = fc.record({
  name: fc.constantFrom('a', 'b', 'B', 'ab', 'shop\tresize', 'Ã\x9ckel', 'Ã¼ber', '', 'z'),
  queued: figure,
  waiting: fc.record({ high: figure, normal: figure, low: figure }),
  running: figure,
  workers: figure,
});
const someTables = fc
  .array(fc.record({ rows: fc.uniqueArray(aFunction, { selector: ({ name }) => name }), tells: fc.boolean() }), {
    maxLength: 5,
  })
  .map((tables) => tables.map((table, index) => ({ server: `s${index}`, ...table })));
const aQuery = fc
  .record({
    by: fc.constantFrom('server' as const, 'function' as const),
    search: fc.constantFrom('', 'b', 'ü', 'Ü', 'zz'),
    stuck: fc.boolean(),
    order: fc.constantFrom(
      'name' as const,
      'server' as const,
      'queued' as const,
      'running' as const,
      'workers' as const,
    ),
    descending: fc.boolean(),
    grouped: fc.boolean(),
    open: fc.subarray(['a', 'b', 'z', '', 'none']),
    from: fc.nat(5),
    count: fc.integer({ min: 1, max: 30 }),
  })
  .map((some) => query(some));

describe('functions of many servers', () => {
  test('are answered as by the plainest way, over and over, while tables change', () => {
    const step = fc.tuple(someTables, fc.array(aQuery, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const functions = new ServerFunctions();
        const columns = new Map<string, FunctionColumns>();
        for (const [tables, queries] of steps) {
          const told = tables.map(({ server, rows, tells }) => {
            const made = columnsOf(rows, columns.get(server));
            columns.set(server, made);
            return { server, functions: tells ? made : { ...made, waiting: null, tellsWorkers: false } };
          });
          for (const each of queries) expect(functions.answer(told, each)).toEqual(naive(tables, each));
        }
      }),
    );
  });

  test('50 servers of 2,000: names that are gone are forgotten, and the sums are right', () => {
    const functions = new ServerFunctions();
    for (let round = 0; round < 3; round += 1) {
      const tables = Array.from({ length: 50 }, (_, server) => ({
        server: `s${server}`,
        functions: columnsOf(
          Array.from({ length: 2000 }, (_, index) => ({
            name: `f${round} ${server % 2} ${index}`,
            queued: index % 3,
            waiting: { high: 0, normal: index % 3, low: 0 },
            running: 1,
            workers: index % 2,
          })),
        ),
      }));
      const { rows, ...sums } = functions.answer(tables, query({ by: 'function', order: 'queued', descending: true }));
      expect(sums).toEqual({ total: 4000, functions: 4000, queued: 50 * 1999, running: 100_000, workers: 50_000 });
      expect(rows.slice(0, 2).map(({ name, queued }) => [name, queued])).toEqual([
        [`f${round} 0 1001`, 50],
        [`f${round} 0 1004`, 50],
      ]);
    }
  });

  test('more rows than two millions are sorted by their figures', () => {
    const rows = 70_000;
    const one = columnsOf(
      Array.from({ length: rows }, (_, index) => ({
        name: `f${String(index).padStart(5, '0')}`,
        queued: index === 7 ? 5 : index === rows - 1 ? 4 : 1,
        waiting: { high: 0, normal: 0, low: 0 },
        running: 0,
        workers: 1,
      })),
    );
    const tables = Array.from({ length: 31 }, (_, server) => ({ server: `s${server}`, functions: one }));
    const { total, rows: first } = new ServerFunctions().answer(
      tables,
      query({ order: 'queued', descending: true, count: 62 }),
    );
    expect(total).toBe(31 * rows);
    expect(first.map(({ queued }) => queued)).toEqual([...Array(31).fill(5), ...Array(31).fill(4)]);
    expect(first.map(({ servers }) => servers[0])).toEqual([...tables, ...tables].map(({ server }) => server));
  });

  test('at the head of a server stands how many workers it has, who may do several functions', () => {
    const functions = columnsOf([
      { name: 'a', queued: 0, waiting: { high: 0, normal: 0, low: 0 }, running: 0, workers: 2 },
      { name: 'b', queued: 3, waiting: { high: 0, normal: 3, low: 0 }, running: 1, workers: 2 },
    ]);
    const headed = (workers?: number) =>
      new ServerFunctions().answer([{ server: 's', functions, workers }], query({ grouped: true })).rows[0];
    expect(headed(2)).toMatchObject({ is: 'server', queued: 3, running: 1, workers: 2 });
    expect(headed()).toMatchObject({ is: 'server', workers: 4 });
  });
});
