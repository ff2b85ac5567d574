import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { JobExport } from '../../../main/contract/journal.ts';
import { exportJobs } from '../../../main/journal/export-jobs.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { journalOf } from '../../support/journal.ts';
import { readCsv } from '../../support/read-csv.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const utf8 = (wire: string): string => Buffer.from(wire, 'latin1').toString('utf8');

/** Jobs whose names and contents are hostile, one for each text. A name has no NUL. */
function hostile() {
  const told = journalOf();
  for (const [index, text] of HOSTILE.entries()) {
    const name = text.replaceAll('\0', '');
    const workload = Buffer.from(text, 'latin1');
    told.submit(index, { handle: `H:${index}`, functionName: name, unique: name, workload });
    told.complete(index, workload);
  }
  return told;
}

test('JSON lines have each job whole, what is no text as base64', async () => {
  const path = join(await temporaryFolder(), 'jobs.jsonl');
  const { journal } = hostile();
  expect(await journal.exportTo(path, JobExport.parse({ format: 'jsonl' }))).toBe(HOSTILE.length);
  const jobs = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const bytesOf = (value: string | { text?: string; base64?: string }): string => {
    const { text, base64 } = typeof value === 'string' ? { text: value, base64: '' } : value;
    return (text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text, 'utf8')).toString('latin1');
  };
  expect(jobs.map(({ workload }) => bytesOf(workload))).toEqual(HOSTILE);
  expect(jobs.map(({ unique }) => bytesOf(unique))).toEqual(HOSTILE.map((text) => text.replaceAll('\0', '')));
  expect(jobs[0]).toMatchObject({ handle: 'H:0', state: 'done', server: 'local', run: 7, attempts: 0 });
  expect(jobs[0].steps.map(({ kind }: { kind: string }) => kind)).toEqual(['submitted', 'complete']);
});

test('a spreadsheet gets hostile texts as cells, and calculates none', async () => {
  const path = join(await temporaryFolder(), 'jobs.csv');
  const { journal } = hostile();
  await journal.exportTo(path, JobExport.parse({ format: 'csv' }));
  const [head, ...rows] = readCsv(await readFile(path, 'utf8'));
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]));
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1]?.replace(/^'(?=[=+\-@\t\r])/, ''));
  expect(column('unique')).toEqual(HOSTILE.map((text) => utf8(text.replaceAll('\0', ''))));
});

test.each(['jsonl', 'csv'] as const)('a large content is written in pieces, and %s is the same', async (format) => {
  const folder = await temporaryFolder();
  const told = hostile();
  const path = join(folder, 'whole');
  await told.journal.exportTo(path, JobExport.parse({ format }));
  const jobs = await Promise.all(HOSTILE.map((_, number) => told.journal.detail(told.key(number), 1e6)));
  const book = { whole: (number: number) => jobs[number] ?? undefined };
  const pieces = join(folder, 'pieces');
  // A piece ends in the middle of a character of three bytes, and base64 is still one text.
  for (const _ of exportJobs(book, Float64Array.from(jobs.keys()), pieces, format, 3));
  const [one, other] = [await readFile(path, 'utf8'), await readFile(pieces, 'utf8')];
  if (format === 'jsonl') expect(other).toBe(one);
  else expect(readCsv(other)).toEqual(readCsv(one));
});

test('only the jobs of the list are written, the oldest first', async () => {
  const path = join(await temporaryFolder(), 'jobs.jsonl');
  const { journal, submit, complete, fail } = journalOf();
  for (const job of [1, 2, 3, 4]) submit(job, { workload: job === 3 ? 'blue' : 'red' });
  for (const job of [4, 2, 3]) complete(job);
  fail(1);
  const jobs = await journal.exportTo(path, JobExport.parse({ format: 'jsonl', states: ['done'], search: 'red' }));
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect([jobs, lines.map((line) => JSON.parse(line).handle)]).toEqual([2, ['H:t:2', 'H:t:4']]);
});

test('of jobs with large contents few are in memory at once', async () => {
  const path = join(await temporaryFolder(), 'jobs.jsonl');
  const before = journalOf();
  const result = Buffer.alloc(3_000_000, 'large ');
  before.submit(1);
  before.complete(1, result);
  const job = await before.journal.detail(before.key(1), result.length);
  const steps = exportJobs({ whole: () => job ?? undefined }, Float64Array.of(1, 2, 3), path, 'jsonl');
  expect([...steps]).toEqual([1, 2, 3]);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).result.text)).toEqual([1, 2, 3].map(() => result.toString()));
});

test('one that is ended leaves no file; one that cannot be written says so', async () => {
  const folder = await temporaryFolder();
  const { journal, submit } = journalOf();
  for (let job = 1; job <= 3000; job += 1) submit(job);
  const what = JobExport.parse({ format: 'csv' });
  const exporting = journal.exportTo(join(folder, 'jobs.csv'), what);
  journal.stopExport();
  expect([await exporting, await readdir(folder)]).toEqual([null, []]);
  const path = join(folder, 'missing', 'jobs.csv');
  await expect(journal.exportTo(path, what)).rejects.toMatchObject({ code: 'file-unwritable', details: { path } });
  await vi.waitUntil(() => journal.state.exporting === null);
});
