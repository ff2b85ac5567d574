import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FunctionTable, readWorkers } from '../../../main/protocol/tables.ts';

interface Row {
  name: string;
  total: number;
  running: number;
  workers: number;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const status = (rows: readonly Row[]): Buffer =>
  bytes(
    `${rows.map(({ name, total, running, workers }) => `${name}\t${total}\t${running}\t${workers}\n`).join('')}.\n`,
  );
const priorities = (rows: readonly Row[], waits: (row: Row) => readonly number[]): Buffer =>
  bytes(`${rows.map((row) => `${row.name}\t${waits(row).join('\t')}\t${row.workers}\n`).join('')}.\n`);

/** What the table has, as rows. */
const rowsOf = (table: FunctionTable) =>
  Array.from({ length: table.count }, (_, row) => [
    table.names[row],
    table.queued[row],
    table.running[row],
    table.workers[row],
  ]);

/** Names as they come, with what stands in a table too; no NUL, which ends a name. */
const aName = fc
  .array(fc.constantFrom('a', 'b', 'ü', '\t', '\n', ' ', '.', '0', '17', '-', '\r'), { maxLength: 6 })
  .map((parts) => parts.join(''))
  // Figures behind a line end could be a row of their own.
  .filter((name) => !/\n[^\n]*\t\d+\t\d+$/.test(`\n${name}`) && !/\t\d+\t\d+(\t\d+)*(\n|$)/.test(name));
const figure = fc.nat(3);
const aRow = fc.record({ name: aName, total: figure, running: figure, workers: figure });
const someRows = fc.uniqueArray(aRow, { selector: ({ name }) => name, maxLength: 12 });

describe('the answer to status', () => {
  test('is read whatever the names are, over and over, and what changed is told with what it was', () => {
    fc.assert(
      fc.property(fc.array(someRows, { minLength: 1, maxLength: 6 }), (answers) => {
        const table = new FunctionTable();
        let before = new Map<string, string>();
        for (const rows of answers) {
          const version = table.version;
          expect(table.readStatus(status(rows))).toBe(true);
          const wanted = rows.map(({ name, total, running, workers }) => [
            name,
            Math.max(0, total - running),
            running,
            workers,
          ]);
          expect(rowsOf(table)).toEqual(wanted);
          const after = new Map(wanted.map(([name, ...figures]) => [String(name), figures.join()]));
          const changed = new Map(
            table.changed.map((row, index) => [table.names[row], table.before.slice(index * 3, index * 3 + 3).join()]),
          );
          const differing = [...after].filter(([name, figures]) => figures !== (before.get(name) ?? '0,0,0'));
          expect(changed).toEqual(new Map(differing.map(([name]) => [name, before.get(name) ?? '0,0,0'])));
          const isSame = JSON.stringify([...before]) === JSON.stringify([...after]);
          expect(table.version > version).toBe(!isSame);
          for (const { name } of rows) expect(table.names[table.placeOf(name) as number]).toBe(name);
          before = after;
        }
      }),
    );
  });

  test('goes with the priorities, in whatever order these come', () => {
    fc.assert(
      fc.property(someRows, fc.func(fc.tuple(figure, figure, figure)), fc.boolean(), (rows, waits, reversed) => {
        const table = new FunctionTable();
        table.readStatus(status(rows));
        expect(table.waiting).toBe(null);
        const others = [
          ...(reversed ? rows.toReversed() : rows),
          { name: 'came later', total: 1, running: 0, workers: 0 },
        ];
        expect(table.readPriorities(priorities(others, waits))).toBe(true);
        const { high, normal, low } = table.waiting as NonNullable<typeof table.waiting>;
        expect(rows.map((_, row) => [high[row], normal[row], low[row]])).toEqual(rows.map((row) => waits(row)));
      }),
    );
  });

  test('of a server that counts neither running jobs nor workers is known as such', () => {
    const table = new FunctionTable();
    table.readStatus(bytes('FUNCTION\tTOTAL\tRUNNING\tAVAILABLE_WORKERS\nresize\t3\t0\t0\n.\n'));
    expect([rowsOf(table), table.tellsWorkers]).toEqual([[['resize', 3, 0, 0]], false]);
  });

  test.each(['', 'OK\r\n', 'ERR x\r\n', 'f\t1\t0\t0\n', '..\n'])(
    'is not %j, which leaves the table as it is',
    (answer) => {
      const table = new FunctionTable();
      table.readStatus(bytes('f\t2\t1\t3\n.\n'));
      expect(table.readStatus(bytes(answer))).toBe(false);
      expect(rowsOf(table)).toEqual([['f', 1, 1, 3]]);
    },
  );

  test('figures beyond 32 bits are the most of them', () => {
    const table = new FunctionTable();
    table.readStatus(bytes('f\t99999999999\t0\t1\n.\n'));
    expect(table.queued[0]).toBe(0xffff_ffff);
  });
});

describe('the answer to workers', () => {
  test('has connections, and of them those with functions; an id may have blanks in it', () => {
    const lines = [
      '38 127.0.0.1 worker-1 : f g',
      '37 127.0.0.1 - :',
      '6 127.0.0.1 - : ', // Perl
      '36 ::1 - : f',
      '35 10.0.0.7 my worker: 2 : f f',
      '34 10.0.0.7 id with',
      'a line end : h',
      'NA 10.0.0.8 - : f g ', // Java
    ];
    expect(readWorkers(bytes(`${lines.join('\n')}\n.\n`))).toEqual({
      connections: 7,
      workers: [
        { connection: 38, address: '127.0.0.1', clientId: 'worker-1', functions: ['f', 'g'] },
        { connection: 36, address: '::1', clientId: '', functions: ['f'] },
        { connection: 35, address: '10.0.0.7', clientId: 'my worker: 2', functions: ['f', 'f'] },
        { connection: 0, address: '10.0.0.8', clientId: '', functions: ['f', 'g'] },
      ],
    });
    expect(readWorkers(bytes('ERR unknown_command \r\n'))).toBe(null);
  });
});
