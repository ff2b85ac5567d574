import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { columnsOf, type RowsKind, readRows, rowsKind } from '../../../main/workload/rows-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** The rows that a file has, with their lines. */
async function rowsOf(name: string, content: string | Buffer) {
  const path = await fileOf(name, content);
  const rows: [number, Record<string, string>][] = [];
  for await (const { line, values } of readRows(path, await rowsKind(path))) rows.push([line, { ...values }]);
  return rows;
}

test('CSV with quotes, line ends in fields, a byte order mark and blank lines', async () => {
  expect(await rowsOf('a.csv', '\ufeffid,name\r\n1,"Mei, ""M"""\r\n\r\n2,"two\nlines"\r\n')).toEqual([
    [2, { id: '1', name: 'Mei, "M"' }],
    [expect.any(Number), { id: '2', name: 'two\nlines' }],
  ]);
});

test.each([
  ['a.csv', 'a;b\n1;2,5\n', { a: '1', b: '2,5' }],
  ['a.tsv', 'a\tb\n1\t2\n', { a: '1', b: '2' }],
  ['a.txt', 'a\tb\n1\t2\n', { a: '1', b: '2' }],
  ['a.txt', '{"a": 1}\n', { a: '1' }],
])('%s: %j', async (name, content, row) => {
  expect((await rowsOf(name, content))[0]?.[1]).toEqual(row);
});

test('JSON by lines keeps numbers as they are written', async () => {
  const lines =
    '{"id": 9007199254740993, "price": 1.50, "name": "é", "more": {"n": 12345678901234567890}, "no": null}\n\n{"id":2}';
  expect(await rowsOf('a.jsonl', lines)).toEqual([
    [1, { id: '9007199254740993', price: '1.50', name: 'é', more: '{"n":12345678901234567890}', no: 'null' }],
    [3, { id: '2' }],
  ]);
});

test.each<[string, string, string | Buffer, string, object]>([
  ['a ragged row', 'a.csv', 'a,b\n1,2\n3\n', 'rows-ragged', { line: 3, found: 1, expected: 2 }],
  ['a row that is too long', 'a.csv', 'a,b\n1,2,3\n', 'rows-ragged', { line: 2, found: 3 }],
  ['a column twice', 'a.csv', 'a,b,a\n1,2,3\n', 'rows-twice', { name: 'a' }],
  ['a quote in the wrong place', 'a.csv', 'a,b\n1,2\n3,4"5\n', 'rows-csv', { line: 3 }],
  ['a quote that is not closed', 'a.csv', 'a,b\n1,2\n3,"4\n', 'rows-csv', {}],
  ['another encoding', 'a.csv', Buffer.from('a,b\n1,2\n3,\xe4\n', 'latin1'), 'rows-encoding', { line: 3 }],
  [
    'another encoding from the first line on',
    'a.csv',
    Buffer.from('\xe4,b\n1,2\n', 'latin1'),
    'rows-encoding',
    { line: 1 },
  ],
  ['GB18030', 'a.jsonl', Buffer.from('7b2261223a22d6d0cec4227d', 'hex'), 'rows-encoding', { line: 1 }],
  ['UTF-16', 'a.csv', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'rows-utf16', {}],
  ['UTF-16 without a mark', 'a.csv', Buffer.from('a,b\n1,2\n', 'utf16le'), 'rows-encoding', { line: 1 }],
  ['JSON with an error', 'a.jsonl', '{"a":1}\n{"a":1,}\n', 'rows-json', { line: 2, column: 8 }],
  ['JSON that is cut off', 'a.jsonl', '{"a":1}\n{"a":', 'rows-json', { line: 2 }],
  ['a list', 'a.jsonl', '{"a":1}\n[1]\n', 'rows-object', { line: 2 }],
  ['a number', 'a.jsonl', '12\n', 'rows-object', { line: 1 }],
])('%s is refused with its place', async (_what, name, content, code, details) => {
  await expect(rowsOf(name, content)).rejects.toMatchObject({ code, details });
});

test('a file that is not there is refused', async () => {
  const path = join(await temporaryFolder(), 'gone.csv');
  await expect(readRows(path, 'csv' satisfies RowsKind).next()).rejects.toMatchObject({ code: 'file-unreadable' });
});

test('a character that two blocks share is whole', async () => {
  const row = 'é'.repeat(199_999);
  const rows = await rowsOf('a.csv', `a\n${row}\n${row}\n`);
  expect(rows.map(([, { a }]) => a === row)).toEqual([true, true]);
});

test('rows are read one by one: an error further on does not keep those before', async () => {
  const path = await fileOf('a.jsonl', '{"a":1}\n{"a":2}\nbroken\n');
  const rows = readRows(path, 'jsonl');
  expect((await rows.next()).value?.values).toEqual({ a: '1' });
  await rows.return(undefined);
});

test.each(['csv', 'jsonl'] as const)(
  'of two gigabytes of %s only as much is read as is asked for',
  async (kind) => {
    const path = await fileOf(`large.${kind}`, kind === 'csv' ? 'a,b\n1,2\n' : '{"a":1,"b":2}\n');
    await appendFile(path, Buffer.alloc(80 * 1024 * 1024, 'x'));
    await truncate(path, 2 ** 31);
    expect(await columnsOf(path, kind)).toEqual(['a', 'b']);
    let bytes = 0;
    const rows = readRows(path, kind, (more) => {
      bytes += more;
    });
    expect((await rows.next()).value).toMatchObject({ values: { a: '1', b: '2' } });
    expect(bytes).toBeLessThan(2 ** 20);
    // A row that does not end is given up long before the file is.
    await expect(rows.next()).rejects.toMatchObject({
      code: 'rows-long',
      details: { line: kind === 'csv' ? 3 : 2, limit: 64 },
    });
    expect(bytes).toBeLessThan(2 ** 28);
  },
  60_000,
);
