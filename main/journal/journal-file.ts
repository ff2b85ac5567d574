import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError, type ErrorCode } from '../contract/errors.ts';
import { fileAt } from '../util/json-file.ts';
import { isFromSqlite } from '../util/sqlite-error.ts';
import { addKeptAs, addRests } from './volume.ts';

/** What a file of ours says of itself: “Gbjo”. */
const APPLICATION = 0x47626a6f;
/** What it holds is nobody else's business. */
const OWNER_ONLY = 0o600;
/** How long a lock of somebody else is waited for, ms. */
const PATIENCE = 1000;
/** Pages of 4 KiB in the write-ahead log after which they are copied into the file. */
const CHECKPOINT_PAGES = 4000;
/** Memory for pages, KiB. */
const CACHE = 16 * 1024;

/** `MIGRATIONS[n]` makes a file of version n + 1 of one of version n; a new file has version 0. */
const MIGRATIONS: readonly ((db: DatabaseSync) => void)[] = [
  (db) =>
    db.exec(`
      CREATE TABLE sources (number INTEGER PRIMARY KEY, server TEXT, run INTEGER);
      CREATE TABLE volumes (number INTEGER PRIMARY KEY, first INTEGER);
    `),
  (db) => {
    for (const { number } of db.prepare('SELECT number FROM volumes').all()) addKeptAs(db, Number(number));
  },
  (db) => {
    for (const { number } of db.prepare('SELECT number FROM volumes').all()) addRests(db, Number(number));
  },
];

/** Why a journal does not go on, and whether its file can be set aside for a new one. */
export class JournalProblem extends AppError {
  readonly broken: boolean;

  constructor(code: ErrorCode, message: string, path: string, broken: boolean, details: Record<string, number> = {}) {
    super(code, message, { path, ...details });
    this.broken = broken;
  }
}

/**
 * Opens the journal's file, or makes it; without a path it is in memory. Nobody else can open it then. Throws a JournalProblem,
 * and changes nothing then.
 */
export function openJournalFile(
  path: string | undefined,
  migrations: readonly ((db: DatabaseSync) => void)[] = MIGRATIONS,
): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    const isNew = path !== undefined && !existsSync(path);
    if (isNew) makeFolder(dirname(path));
    db = new DatabaseSync(path ?? ':memory:', { timeout: PATIENCE });
    if (isNew) chmodSync(path, OWNER_ONLY);
    const version = numberFrom(db, 'user_version');
    checkIsOurs(db, path ?? '', version, migrations.length);
    db.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA cache_size = -${CACHE};
      PRAGMA temp_store = MEMORY;
      BEGIN EXCLUSIVE;
    `);
    for (const step of migrations.slice(version)) step(db);
    db.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${APPLICATION}; COMMIT`);
    return db;
  } catch (error) {
    db?.close();
    throw problemOf(error, path ?? '');
  }
}

/** Throws where the file that was opened is no longer there: what is written would be gone with the program. */
export function mustBeThere(path: string, file: bigint | null): void {
  if (fileAt(path) === file) return;
  const message = `The history of jobs in ${path} was removed while it was in use.`;
  throw new JournalProblem('journal-gone', message, path, false);
}

/** Puts a file that cannot be read out of the way, with what lies beside it. Returns its new name. */
export function setAside(path: string, at = new Date()): string {
  const aside = `${path}.broken-${at.toISOString().replaceAll(':', '').slice(0, 17)}`;
  for (const beside of ['-wal', '-shm', '']) if (existsSync(path + beside)) renameSync(path + beside, aside + beside);
  return aside;
}

/** Its folder may have been removed. Where it cannot be made, opening the file says why. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch {
    // told by SQLite
  }
}

/** Begins a transaction where none goes on. */
export function begin(db: DatabaseSync): void {
  if (!db.isTransaction) db.exec('BEGIN');
}

/** Bytes that are in use. */
export const usedBytes = (db: DatabaseSync): number =>
  (numberFrom(db, 'page_count') - numberFrom(db, 'freelist_count')) * numberFrom(db, 'page_size');

/** What SQLite refused, as something that a person can do something about. What is no error of SQLite's is thrown as it is. */
export function problemOf(error: unknown, path: string): JournalProblem {
  if (error instanceof JournalProblem) return error;
  if (!isFromSqlite(error)) throw error;
  const { errcode, errstr } = error;
  const [code, what, broken] = PROBLEMS[isReadOnly(errcode, path) ? READ_ONLY : errcode & 0xff] ?? [
    'journal-unusable',
    `cannot be used (${errstr})`,
    false,
  ];
  return new JournalProblem(code, `The history of jobs in ${path} ${what}.`, path, broken, { number: errcode });
}

/** SQLite says of a folder that can only be read that it cannot open the file, because it makes others beside it. */
function isReadOnly(errcode: number, path: string): boolean {
  if ((errcode & 0xff) !== CANNOT_OPEN || !existsSync(path)) return false;
  try {
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

const READ_ONLY = 8;
const CANNOT_OPEN = 14;
const PROBLEMS: Readonly<Record<number, readonly [ErrorCode, string, boolean]>> = {
  5: ['journal-locked', 'is used by another program', false],
  6: ['journal-locked', 'is used by another program', false],
  8: ['journal-read-only', 'cannot be written', false],
  10: ['journal-unusable', 'cannot be read or written: the disk failed', false],
  11: ['journal-damaged', 'is damaged', true],
  13: ['journal-disk-full', 'cannot grow: the disk is full', false],
  14: ['journal-unusable', 'cannot be opened', false],
  26: ['journal-damaged', 'is no file of Gearbench', true],
};

function checkIsOurs(db: DatabaseSync, path: string, version: number, known: number): void {
  const isEmpty = numberFrom(db, 'schema_version') === 0;
  if (!isEmpty && numberFrom(db, 'application_id') !== APPLICATION)
    throw new JournalProblem('journal-damaged', `The history of jobs in ${path} is no file of Gearbench.`, path, true);
  if (version > known) {
    const message = `The history of jobs in ${path} was written by a newer Gearbench (version ${version}; this one reads ${known}).`;
    throw new JournalProblem('journal-newer', message, path, false, { version, known });
  }
}

const numberFrom = (db: DatabaseSync, pragma: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);
