import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openJournalFile } from '../../../main/journal/journal-file.ts';
import { asRead } from '../../../main/util/log.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { journalOf } from '../../support/journal.ts';
import { PATIENT } from '../../support/patient.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const fileIn = async () => join(await temporaryFolder(), 'jobs.db');

/** A journal at that file whose state has come to something; and that the newest jobs are seen all the same. */
async function opened(path: string) {
  const told: string[] = [];
  const tell = (text: string) => told.push(asRead(text));
  const log = { info: () => {}, warn: tell, error: tell };
  const { submit, window, shown } = journalOf({ path, log });
  submit(1);
  const { journal } = await vi.waitUntil(async () => {
    const found = await window();
    return (found.journal.state === 'failed' || found.journal.bytes > 0) && found;
  }, PATIENT);
  expect(await shown()).toEqual([1]);
  return { journal, told };
}

test('a damaged file is set aside and a new one begun', async () => {
  const path = await fileIn();
  await writeFile(path, 'this is no database, but it is long enough to be looked at as one. '.repeat(20));
  const { journal, told } = await opened(path);
  expect(journal).toMatchObject({ state: 'on', problem: { code: 'journal-damaged', details: { path } } });
  expect(await readFile(journal.setAside ?? '', 'utf8')).toContain('this is no database');
  expect(told).toEqual([expect.stringMatching(/is no file of Gearbench\. It was set aside as .*jobs\.db\.broken-/)]);
});

test('a file whose middle is damaged is set aside as soon as that is found', async () => {
  const path = await fileIn();
  const before = journalOf({ path });
  for (let job = 1; job <= 2000; job += 1) before.submit(job, { workload: `w${job} `.repeat(30) });
  await before.journal.close();
  const bytes = await readFile(path);
  bytes.fill(0x5a, 8192, bytes.length - 4096);
  await writeFile(path, bytes);
  const { journal } = await opened(path);
  expect(journal).toMatchObject({ state: 'on', problem: { code: 'journal-damaged' } });
});

test('somebody else’s database is left as it is', async () => {
  const path = await fileIn();
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE precious (a)');
  other.close();
  const { journal } = await opened(path);
  expect(journal).toMatchObject({ state: 'on', problem: { code: 'journal-damaged' } });
  const aside = new DatabaseSync(journal.setAside ?? '');
  afterThisTest(() => aside.close());
  expect(aside.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'precious' }]);
});

test('a file that another Gearbench has open is left to it', async () => {
  const path = await fileIn();
  const db = openJournalFile(path);
  afterThisTest(() => db.close());
  const { journal, told } = await opened(path);
  expect(journal).toMatchObject({ state: 'failed', problem: { code: 'journal-locked', details: { path } } });
  expect(told).toEqual([
    `What happens to jobs is not kept. The history of jobs in ${path} is used by another program.`,
  ]);
});

test('a file of a newer Gearbench is left as it is', async () => {
  const path = await fileIn();
  const known = openJournalFile(path);
  known.exec('PRAGMA user_version = 99');
  known.close();
  const { journal } = await opened(path);
  expect(journal).toMatchObject({
    state: 'failed',
    problem: { code: 'journal-newer', details: { version: 99, known: 3 } },
  });
  const db = new DatabaseSync(path);
  afterThisTest(() => db.close());
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
});

test('where no file can be made the newest jobs are seen all the same', async () => {
  const inTheWay = join(await temporaryFolder(), 'file');
  await writeFile(inTheWay, 'where a folder should be');
  const { journal } = await opened(join(inTheWay, 'jobs.db'));
  expect(journal).toMatchObject({ state: 'failed', problem: { code: 'journal-unusable' } });
});

test('an older file comes to the present version step by step, once', async () => {
  const path = await fileIn();
  const first = (db: DatabaseSync) => db.exec('CREATE TABLE things (a); INSERT INTO things VALUES (1)');
  const second = (db: DatabaseSync) => db.exec('UPDATE things SET a = a + 1');
  openJournalFile(path, [first]).close();
  openJournalFile(path, [first, second]).close();
  const db = openJournalFile(path, [first, second]);
  afterThisTest(() => db.close());
  expect(db.prepare('SELECT a FROM things').all()).toEqual([{ a: 2 }]);
});

test('jobs of a file of version 1 are there, and jobs that go on are known from then on', async () => {
  const path = await fileIn();
  const before = journalOf({ path, run: 1 });
  before.submit(1);
  before.submit(2);
  before.complete(1);
  await before.journal.close();
  const old = new DatabaseSync(path);
  old.exec('DROP TABLE rests_1; DROP INDEX kept_1; ALTER TABLE jobs_1 DROP COLUMN kept_as; PRAGMA user_version = 1');
  old.close();
  const { submit, window, journal, key } = journalOf({ path, run: 2 });
  submit(3, { background: true, keptAs: 7 });
  const { rows } = await window();
  expect(rows.map(({ state }) => state)).toEqual(['queued', 'lost', 'done']);
  expect((await journal.detail(before.key(1), 10))?.keptAs).toBe(0);
  expect((await journal.detail(key(3), 10))?.keptAs).toBe(7);
});

test('a step that fails leaves the file as it was', async () => {
  const path = await fileIn();
  const first = (db: DatabaseSync) => db.exec('CREATE TABLE things (a)');
  const bad = (db: DatabaseSync) => db.exec('CREATE TABLE more (a); INSERT INTO nowhere VALUES (1)');
  openJournalFile(path, [first]).close();
  expect(() => openJournalFile(path, [first, bad])).toThrow(`The history of jobs in ${path} cannot be used`);
  const db = openJournalFile(path, [first]);
  afterThisTest(() => db.close());
  expect(db.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'things' }]);
});

test.skipIf(process.platform === 'win32')('only the person can read the file', async () => {
  const folder = await temporaryFolder();
  openJournalFile(join(folder, 'jobs.db')).close();
  const { statSync } = await import('node:fs');
  expect(await readdir(folder)).toEqual(['jobs.db']);
  expect(statSync(join(folder, 'jobs.db')).mode & 0o777).toBe(0o600);
});
