import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import type { CsvError } from 'csv-parse';
import { AppError } from '../contract/errors.ts';
import { placeOfError } from '../contract/json-text.ts';
import { fileRefused } from '../util/file-refused.ts';
import type { Row } from './template.ts';

/** One row: its values by the names of their columns, itself as a line of JSON, and the line on which it begins. */
export interface FileRow {
  readonly values: Row;
  readonly json: string;
  readonly line: number;
}

export type RowsKind = 'csv' | 'jsonl';

/** Bytes that one row may have. */
const ROW_BYTES = 64 * 1024 * 1024;

/** Bytes that tell what kind of file it is. */
const HEAD = 4096;

/** Told of the bytes that have been read. */
type OnBytes = (bytes: number) => void;

/** What kind of rows a file has, by its ending, else by how it begins. Throws `file-unreadable`. */
export async function rowsKind(path: string): Promise<RowsKind> {
  const ending = extname(path).toLowerCase();
  if (['.jsonl', '.ndjson', '.jsonlines'].includes(ending)) return 'jsonl';
  if (['.csv', '.tsv', '.tab'].includes(ending)) return 'csv';
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      return /^\ufeff?\s*\{/.test(buffer.toString('utf8', 0, bytesRead)) ? 'jsonl' : 'csv';
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileRefused('file-unreadable', path, error);
  }
}

/**
 * The rows of a file, one after the other; never more than one is in memory beside what the disk gives at once. Throws what is wrong
 * with the file, with its line.
 */
export function readRows(path: string, kind: RowsKind, onBytes: OnBytes = () => {}): AsyncGenerator<FileRow> {
  return kind === 'csv' ? csvRows(path, onBytes) : jsonRows(path, onBytes);
}

/** Names of the columns, of a CSV file by its first line, of JSON by its first row. */
export async function columnsOf(path: string, kind: RowsKind): Promise<string[]> {
  for await (const { values } of readRows(path, kind)) return Object.keys(values);
  throw new AppError('rows-empty', `${path} has no rows.`, { path });
}

/** The file as text. Throws `rows-encoding` with the line where it stops being UTF-8. */
async function* textOf(path: string, onBytes: OnBytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let first = true;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      onBytes(chunk.length);
      if (first && isUtf16(chunk))
        throw new AppError('rows-utf16', `${path} is in UTF-16. Save it as UTF-8.`, { path });
      first = false;
      const text = decoded(decoder, chunk, path, line);
      line += linesIn(text);
      yield text;
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof TypeError) throw notUtf8(path, line);
    throw fileRefused('file-unreadable', path, error);
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, path: string, line: number): string {
  const text = tryDecode(decoder, chunk);
  if (text === undefined) throw notUtf8(path, line + linesBeforeFault(chunk));
  const nul = text.indexOf('\0');
  if (nul >= 0) throw notUtf8(path, line + linesIn(text.slice(0, nul)));
  return text;
}

function tryDecode(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer): string | undefined {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    return undefined;
  }
}

/** Line ends before the line that is no UTF-8. A chunk may begin with the rest of a character. */
function linesBeforeFault(chunk: Buffer): number {
  let at = 0;
  while (at < 3 && ((chunk[at] ?? 0) & 0xc0) === 0x80) at += 1;
  let line = 0;
  for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
    if (!isUtf8(chunk.subarray(at, end))) break;
    line += 1;
    at = end + 1;
  }
  return line;
}

/** Whether it begins with the mark of UTF-16. */
const isUtf16 = (chunk: Buffer): boolean => chunk.length > 1 && [0xfffe, 0xfeff].includes(chunk.readUInt16BE(0));

const linesIn = (text: string): number => text.split('\n').length - 1;

const notUtf8 = (path: string, line: number): AppError =>
  new AppError('rows-encoding', `${path} is not UTF-8 on line ${line}. Save it as UTF-8.`, { path, line });

const tooLong = (path: string, line: number): AppError =>
  new AppError('rows-long', `${path}, line ${line}: the row is longer than ${ROW_BYTES / 1024 / 1024} MiB.`, {
    path,
    line,
    limit: ROW_BYTES / 1024 / 1024,
  });

async function* csvRows(path: string, onBytes: OnBytes): AsyncGenerator<FileRow> {
  const { parse } = await import('csv-parse'); // few ask for it
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true, // it is told below, in words of ours
    skip_empty_lines: true,
    max_record_size: ROW_BYTES,
    delimiter: ['.tsv', '.tab'].includes(extname(path).toLowerCase()) ? '\t' : await delimiterOf(path),
  });
  const source = Readable.from(textOf(path, onBytes));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: string[] | undefined;
  let before = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const line = before + 1;
      before = info.lines;
      if (columns === undefined) {
        columns = uniqueColumns(record, path);
        continue;
      }
      if (record.length !== columns.length)
        throw new AppError(
          'rows-ragged',
          `${path}, line ${line}: number of fields ${record.length}, in the first line ${columns.length}.`,
          { path, line, found: record.length, expected: columns.length },
        );
      yield csvRow(columns, record, line);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { lines = before + 1, code } = error as CsvError & { lines?: number };
    if (code === 'CSV_MAX_RECORD_SIZE') throw tooLong(path, before + 1);
    throw new AppError('rows-csv', `${path} is not CSV from line ${lines} on: ${(error as Error).message}`, {
      path,
      line: lines,
    });
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** What parts the fields of the first line: a comma, a semicolon or a tab, whichever is there most often. */
async function delimiterOf(path: string): Promise<string> {
  let first = '';
  for await (const text of textOf(path, () => {})) {
    first += text;
    if (first.includes('\n') || first.length > HEAD) break;
  }
  const line = first.split('\n', 1)[0] ?? '';
  const many = (each: string) => line.split(each).length;
  return [';', '\t'].reduce((best, each) => (many(each) > many(best) ? each : best), ',');
}

/** Most rows are looked through only: what they are as objects and as JSON is made when it is asked for. */
const csvRow = (columns: readonly string[], record: readonly string[], line: number): FileRow => ({
  line,
  get values() {
    return Object.fromEntries(columns.map((name, index) => [name, record[index] as string]));
  },
  get json() {
    return JSON.stringify(this.values);
  },
});

function uniqueColumns(names: readonly string[], path: string): string[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new AppError('rows-twice', `${path}: two columns are called “${twice}”.`, { path, name: twice });
  return [...names];
}

async function* jsonRows(path: string, onBytes: OnBytes): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const text of linesOf(textOf(path, onBytes), path)) {
    line += 1;
    if (text.trim() === '') continue;
    yield { values: valuesOf(text, path, line), json: text, line };
  }
}

async function* linesOf(texts: AsyncIterable<string>, path: string): AsyncGenerator<string> {
  let rest = '';
  let line = 1;
  for await (const text of texts) {
    const [first = '', ...others] = text.split('\n');
    rest += first;
    for (const next of others) {
      yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      rest = next;
      line += 1;
    }
    if (rest.length > ROW_BYTES) throw tooLong(path, line);
  }
  if (rest !== '') yield rest;
}

/** V8 tells how a number is written, and writes it so again. */
type Reviver = (this: unknown, key: string, value: unknown, context: { source: string }) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };
const keepNumbers: Reviver = (_key, value, { source }) => (typeof value === 'number' ? rawJSON(source) : value);

/** The members of an object on one line, as texts: strings as they are, all else as it is written. */
function valuesOf(text: string, path: string, line: number): Row {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown);
  } catch (error) {
    const { column } = placeOfError(error as SyntaxError, text);
    throw new AppError('rows-json', `${path} is not JSON on line ${line}, column ${column}.`, { path, line, column });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) || !text.trimStart().startsWith('{'))
    throw new AppError('rows-object', `${path}, line ${line}: this is no object in braces.`, { path, line });
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
