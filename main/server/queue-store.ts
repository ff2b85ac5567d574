import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError, type ErrorCode } from '../contract/errors.ts';
import type { Priority } from '../contract/jobs.ts';
import { because, type ReasonId, reasonDetails, reasonWords } from '../contract/reasons.ts';
import { fileAt } from '../util/json-file.ts';
import { isFromSqlite } from '../util/sqlite-error.ts';
import { PRIORITIES } from './state.ts';

/** What is kept of a background job. Names are wire strings, one character per byte. */
export interface KeptJob {
  readonly functionName: string;
  readonly unique: string;
  readonly reducer: string;
  readonly priority: Priority;
  /** Read when the turn is committed. */
  readonly workload: Uint8Array;
  /** From when on it may run, seconds since the epoch; 0 is at once. */
  readonly runAt: number;
  /** Times that a worker was lost with it. */
  readonly retries: number;
}

/** A job as it was found in the file, and the number by which the file knows it. */
export interface FoundJob extends KeptJob {
  readonly id: number;
}

export interface QueueFile {
  path: string;
  /** gearmand's own name where nothing else is asked for. */
  table?: string;
}

/** gearmand's table, word for word. */
const COLUMNS =
  'unique_key TEXT, function_name TEXT, priority INTEGER, data BLOB, when_to_run INTEGER, PRIMARY KEY (unique_key, function_name)';
const NAMES = ['unique_key', 'function_name', 'priority', 'data', 'when_to_run'];
/** Keys of our making begin with it; a client's unique ID that does so is not used as a key. */
const MADE_UP = 'gearbench-';
/** From this length on gearmand cuts a unique ID and does not find its row again. */
const UNIQUE_BYTES_OF_GEARMAND = 64;
/** Rows that one statement inserts: it costs a third of as many statements. */
const ROWS = 16;
/** Jobs that are read at once, and bytes up to which a workload is small. */
const BATCH = 1000;
const SMALL = 1024;
/** How long a lock of somebody else is waited for, ms: at the start, and between two turns of the event loop. */
const PATIENCE_AT_START = 1000;
const PATIENCE = 10;
/** Workloads are nobody else's business. */
const OWNER_ONLY = 0o600;
/** Pages of 4 KiB in the journal after which they are copied into the file. */
const CHECKPOINT_PAGES = 4000;

/**
 * Background jobs in an SQLite file that gearmand can open too, and that opens gearmand's. What happens in a turn of the
 * event loop is one transaction: `add`, `remove` and `retry` gather it, `commit` puts it on disk. docs/protocol.md section 9.
 */
export class QueueStore {
  readonly path: string;
  /** The file that is open. */
  readonly #file: bigint | null;
  readonly #db: DatabaseSync;
  readonly #lock: DatabaseSync;
  readonly #sql: ReturnType<typeof statements>;
  /** What keys of our making begin with in this run. */
  readonly #keys = `${MADE_UP}${randomBytes(6).toString('hex')}-`;
  #lastId: number;
  #added = new Map<number, KeptJob>();
  readonly #removed = new Set<number>();
  readonly #retried = new Map<number, number>();

  /** Opens the file, or makes it. Throws an AppError where it cannot serve; nothing is changed then. */
  constructor({ path, table = 'gearman_queue' }: QueueFile) {
    this.path = path;
    let lock: DatabaseSync | undefined;
    let db: DatabaseSync | undefined;
    try {
      const isNew = !existsSync(path);
      db = new DatabaseSync(path, { timeout: PATIENCE_AT_START });
      checkTable(db, path, table);
      if (isNew) chmodSync(path, OWNER_ONLY); // SQLite gives what lies beside it the same rights
      lock = lockOf(path);
      prepareFile(db, table);
      this.#sql = statements(db, table);
      this.#lastId = Number(this.#sql.lastId.get()?.['id'] ?? 0);
      db.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
    } catch (error) {
      db?.close();
      lock?.close();
      throw problemOf(error, path);
    }
    this.#db = db;
    this.#lock = lock;
    this.#file = fileAt(path);
  }

  /** The number of the newest job. */
  get newest(): number {
    return this.#lastId;
  }

  /** Whether there is something to commit. */
  get dirty(): boolean {
    return this.#added.size > 0 || this.#removed.size > 0 || this.#retried.size > 0;
  }

  /** Keeps a job from the next commit on; returns its number in the file. */
  add(job: KeptJob): number {
    this.#lastId += 1;
    this.#added.set(this.#lastId, job);
    return this.#lastId;
  }

  /** Forgets a job that has ended. */
  remove(id: number): void {
    this.#retried.delete(id);
    if (!this.#added.delete(id)) this.#removed.add(id);
  }

  /** Remembers how many workers were lost with a job. */
  retry(id: number, retries: number): void {
    if (!this.#added.has(id)) this.#retried.set(id, retries);
  }

  /**
   * Puts on disk what was gathered; when it returns it is there. Throws an AppError where it is not: then none of the new
   * jobs is kept, and the rest is tried again with the next commit.
   */
  commit(): void {
    if (!this.dirty) return;
    const added = this.#added;
    this.#added = new Map();
    try {
      this.#mustBeThere();
      this.#transact(added);
    } catch (error) {
      const problem = problemOf(error, this.path);
      if (problem.code === 'queue-disk-full' && added.size > 0) this.#tryWithoutJobs();
      this.#skipTakenNumbers();
      throw problem;
    }
  }

  /** All jobs of the file, in the order in which they came, some at a time. */
  *load(batch = BATCH): Generator<FoundJob[]> {
    let last = Number.MIN_SAFE_INTEGER;
    for (;;) {
      let rows: Row[];
      try {
        rows = this.#sql.read.all(last, batch) as unknown as Row[];
        const missing = rows.some(({ data }) => data === null);
        // gearmand writes empty workloads so, and then refuses to open its own file.
        if (missing) this.#sql.mend.run(last, (rows.at(-1) as Row).id);
      } catch (error) {
        throw problemOf(error, this.path);
      }
      if (rows.length === 0) return;
      yield rows.map(jobOf);
      last = (rows.at(-1) as Row).id;
    }
  }

  /** Closes the file; what was gathered and not committed is not kept. */
  close(): void {
    this.#db.close();
    this.#lock.close();
  }

  /** What is written to a file that was removed is gone with the program. */
  #mustBeThere(): void {
    if (fileAt(this.path) === this.#file) return;
    throw new AppError(
      'queue-gone',
      `The queue file ${this.path} was removed while it was in use. Jobs that are queued are in memory only. Others are refused until the server is started again.`,
      { path: this.path },
    );
  }

  #transact(added: ReadonlyMap<number, KeptJob>): void {
    const { begin, commit, remove, retry } = this.#sql;
    try {
      begin.run();
      for (const id of this.#removed) remove.run(id); // before the new jobs: one of them may have the same unique ID
      this.#insert(added);
      for (const [id, retries] of this.#retried) retry.run(id, retries);
      commit.run();
    } catch (error) {
      this.#rollBack();
      throw error;
    }
    this.#removed.clear();
    this.#retried.clear();
  }

  #insert(added: ReadonlyMap<number, KeptJob>): void {
    if (added.size === 0) return;
    const jobs: SQLInputValue[] = [];
    const sides: SQLInputValue[] = [];
    for (const [id, { functionName, unique, reducer, priority, workload, runAt, retries }] of added) {
      const madeUp = needsKey(unique);
      const key = madeUp ? this.#keys + id.toString(36).padStart(9, '0') : wire(unique);
      const name = wire(functionName);
      jobs.push(id, key, name, PRIORITIES.indexOf(priority), workload, runAt);
      if (madeUp || reducer !== '' || retries > 0)
        sides.push(key, name, madeUp ? bytes(unique) : null, bytes(reducer), retries);
    }
    this.#sql.insertJobs(jobs);
    this.#sql.insertSides(sides);
  }

  /** What only makes room may go through where new jobs did not. */
  #tryWithoutJobs(): void {
    try {
      this.#transact(new Map());
    } catch {
      // The reason is the one that is told already; the next commit tries again.
    }
  }

  #rollBack(): void {
    if (!this.#db.isTransaction) return;
    try {
      this.#sql.rollback.run();
    } catch {
      // SQLite has rolled back by itself.
    }
  }

  /** Somebody else may have written to the file: numbers that are taken are not given again. */
  #skipTakenNumbers(): void {
    try {
      this.#lastId = Math.max(this.#lastId, Number(this.#sql.lastId.get()?.['id'] ?? 0));
    } catch {
      // A file that cannot be read has told so.
    }
  }
}

/** Bytes, or where that is cheaper to read a string of them. */
type Bytes = string | Uint8Array | null;

interface Row {
  id: number;
  unique_key: Bytes;
  function_name: Bytes;
  priority: number | null;
  /** A string has two hexadecimal digits for each byte. */
  data: Bytes;
  when_to_run: number | null;
  sent: Bytes;
  reducer: Bytes;
  retries: number | null;
}

const jobOf = (row: Row): FoundJob => ({
  id: row.id,
  functionName: text(row.function_name),
  unique: row.sent === null ? beforeNul(text(row.unique_key)) : text(row.sent),
  reducer: text(row.reducer),
  priority: PRIORITIES[row.priority ?? 1] ?? 'normal',
  workload: typeof row.data === 'string' ? Buffer.from(row.data, 'hex') : (row.data ?? new Uint8Array()),
  runAt: row.when_to_run ?? 0,
  retries: row.retries ?? 0,
});

/** Whether gearmand would keep one row for several such jobs, or lose the row. */
const needsKey = (unique: string): boolean =>
  unique === '' || unique === '-' || unique.length >= UNIQUE_BYTES_OF_GEARMAND || unique.startsWith(MADE_UP);

const text = (value: Bytes): string => {
  if (value === null || typeof value === 'string') return value ?? '';
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
};
const bytes = (value: string): Buffer => Buffer.from(value, 'latin1');
/** A wire string as a parameter of CAST(? AS TEXT), which takes bytes as they are: columns of text have any bytes. */
const wire = (value: string): SQLInputValue => (/[\u0080-\u00ff]/.test(value) ? bytes(value) : value);
/** gearmand writes a unique ID of 64 bytes as 63 and a NUL. */
const beforeNul = (value: string): string => value.replace(/\0.*$/s, '');

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/**
 * A column as it is read: each blob is a block of memory of its own, which costs more than all else, so that what is ASCII
 * comes as text, and a small workload in hexadecimal.
 */
const asBytes = (column: string): string =>
  `iif(CAST(${column} AS TEXT) GLOB '*[^ -~]*', CAST(${column} AS BLOB), CAST(${column} AS TEXT))`;
const asWorkload = (column: string): string =>
  `iif(length(CAST(${column} AS BLOB)) <= ${SMALL}, hex(${column}), CAST(${column} AS BLOB))`;

/** Our table beside gearmand's, and the trigger that holds it to it whoever deletes. */
const sideOf = (table: string): string => `${table}_gearbench`;
const triggerOf = (table: string): string => `${table}_gearbench_removed`;

function checkTable(db: DatabaseSync, path: string, table: string): void {
  const known = db.prepare('SELECT type FROM sqlite_schema WHERE name = ? COLLATE NOCASE').get(table);
  if (known === undefined) return;
  const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(table);
  const names = columns.map(({ name }) => String(name).toLowerCase());
  if (known['type'] === 'table' && NAMES.length === names.length && NAMES.every((name) => names.includes(name))) return;
  const reason = because('queue-columns', { table });
  throw new AppError(
    'queue-foreign',
    `${path} is no queue of jobs: ${reasonWords(reason)}. Choose another file or table.`,
    {
      ...reasonDetails(reason),
      path,
    },
  );
}

/** Keeps every other Gearbench from the file while this one has it: two would run each job twice. */
function lockOf(path: string): DatabaseSync {
  const lock = new DatabaseSync(`${path}-lock`, { timeout: PATIENCE_AT_START });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}

function prepareFile(db: DatabaseSync, table: string): void {
  const [main, side, trigger] = [quoted(table), quoted(sideOf(table)), quoted(triggerOf(table))];
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    ${process.platform === 'darwin' ? 'PRAGMA fullfsync = 1;' : ''}
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS ${main} ( ${COLUMNS});
    CREATE TABLE IF NOT EXISTS ${side} (
      unique_key TEXT, function_name TEXT, sent BLOB, reducer BLOB, retries INTEGER,
      PRIMARY KEY (unique_key, function_name)
    ) WITHOUT ROWID;
    DELETE FROM ${side} WHERE false; -- tells at once where nothing can be written
  `);
  const known = db.prepare('SELECT 1 FROM sqlite_schema WHERE type = ? AND name = ?').get('trigger', triggerOf(table));
  if (known !== undefined) {
    db.exec('COMMIT');
    return;
  }
  // The trigger goes with the table: where it is missing, the table may be another one than ours was.
  db.exec(`
    DELETE FROM ${side} WHERE NOT EXISTS (
      SELECT 1 FROM ${main} AS job
      WHERE job.unique_key = ${side}.unique_key AND job.function_name = ${side}.function_name
    );
    CREATE TRIGGER ${trigger} AFTER DELETE ON ${main} BEGIN
      DELETE FROM ${side} WHERE unique_key = old.unique_key AND function_name = old.function_name;
    END;
    COMMIT;
  `);
}

function statements(db: DatabaseSync, table: string) {
  const [main, side] = [quoted(table), quoted(sideOf(table))];
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    lastId: db.prepare(`SELECT max(rowid) AS id FROM ${main}`),
    insertJobs: inserter(
      db,
      `INSERT INTO ${main} (rowid, unique_key, function_name, priority, data, when_to_run)`,
      '(?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?)',
    ),
    insertSides: inserter(
      db,
      `INSERT INTO ${side} (unique_key, function_name, sent, reducer, retries)`,
      '(CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?)',
    ),
    remove: db.prepare(`DELETE FROM ${main} WHERE rowid = ?`),
    retry: db.prepare(`
      INSERT INTO ${side} (unique_key, function_name, retries)
      SELECT unique_key, function_name, ?2 FROM ${main}
      WHERE rowid = ?1 AND unique_key IS NOT NULL AND function_name IS NOT NULL
      ON CONFLICT DO UPDATE SET retries = excluded.retries`),
    read: db.prepare(`
      SELECT job.rowid AS id, ${asBytes('job.unique_key')} AS unique_key, ${asBytes('job.function_name')} AS function_name,
        job.priority, ${asWorkload('job.data')} AS data, job.when_to_run,
        ${asBytes('side.sent')} AS sent, ${asBytes('side.reducer')} AS reducer, side.retries
      FROM ${main} AS job
      LEFT JOIN ${side} AS side ON side.unique_key = job.unique_key AND side.function_name = job.function_name
      WHERE job.rowid > ? ORDER BY job.rowid LIMIT ?`),
    mend: db.prepare(`UPDATE ${main} SET data = zeroblob(0) WHERE rowid > ? AND rowid <= ? AND data IS NULL`),
  };
}

/** Inserts rows that are given as one list of values, several with one statement. */
function inserter(db: DatabaseSync, into: string, row: string): (values: readonly SQLInputValue[]) => void {
  const width = row.split('?').length - 1;
  const insertOf = (rows: number): StatementSync => db.prepare(`${into} VALUES ${Array(rows).fill(row).join(', ')}`);
  const [one, many] = [insertOf(1), insertOf(ROWS)];
  return (values) => {
    let at = 0;
    for (; at + ROWS * width <= values.length; at += ROWS * width) many.run(...values.slice(at, at + ROWS * width));
    for (; at < values.length; at += width) one.run(...values.slice(at, at + width));
  };
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html. */
const PROBLEMS: Record<number, readonly [ErrorCode, what: string, advice: string]> = {
  5: ['queue-locked', 'is locked by another program', 'Close that program or choose another file.'],
  6: ['queue-locked', 'is locked by another program', 'Close that program or choose another file.'],
  8: ['queue-read-only', 'cannot be written', 'Change the rights of the file and its folder, or choose another file.'],
  11: ['queue-damaged', 'is damaged', 'Choose another file, or restore it from a copy.'],
  13: ['queue-disk-full', 'cannot grow: the disk is full', 'Make room on the disk.'],
  14: ['queue-unusable', 'cannot be opened', 'Check that its folder exists, and that you may write both.'],
  26: ['queue-foreign', 'is no SQLite file', 'Choose another file.'],
};

/** Those that the window's sentence names. */
const REASONS: Readonly<Record<number, ReasonId>> = { 14: 'no-database-file', 26: 'no-database' };

/** What SQLite refused, as something that a person can do something about. */
function problemOf(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  if (!isFromSqlite(error)) throw error;
  const { errcode, errstr } = error;
  const [code, what, advice] = PROBLEMS[errcode & 0xff] ?? ['queue-unusable', `cannot be used (${errstr})`, ''];
  const why = REASONS[errcode & 0xff] ?? 'database-error';
  return new AppError(code, `The queue file ${path} ${what}. ${advice}`.trimEnd(), {
    path,
    why,
    number: errcode,
    reason: errstr,
  });
}
