import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { JOB_STATES } from '../contract/job-states.ts';
import {
  CONTENT_PARTS,
  type CommandOutcome,
  type ContentPart,
  type JobDetail,
  type JobRow,
  type JobStep,
  type KeptContent,
} from '../contract/jobs.ts';
import { isPlain } from '../util/file-words.ts';
import { Columns, type JobColumns, KEPT, LOST, QUEUED, RUNNING } from './columns.ts';
import { PART_BYTES } from './event-block.ts';
import { PRIORITIES } from './event-columns.ts';
import { contentText, functionText, nameText, type Term } from './search-text.ts';
import type { Source } from './sources.ts';
import { bytesOfSteps, stepsOf } from './step-bytes.ts';

/** Bytes of a workload that a list shows. */
const PREVIEW_BYTES = 120;

/** The job's number in the file of background jobs, which few jobs have. */
const KEPT_AS = 'kept_as INTEGER NOT NULL DEFAULT 0';
const keptIndexOf = (volume: number): string =>
  `CREATE INDEX kept_${volume} ON jobs_${volume} (kept_as) WHERE kept_as > 0;`;

/** Gives a volume of a file of version 1 that column. */
export function addKeptAs(db: DatabaseSync, volume: number): void {
  db.exec(`ALTER TABLE jobs_${volume} ADD COLUMN ${KEPT_AS}; ${keptIndexOf(volume)}`);
}

/** What contents have beyond the bytes that a story keeps: few jobs do, and a list has nothing to do with it. */
const restsOf = (volume: number): string =>
  `CREATE TABLE rests_${volume} (id INTEGER, part INTEGER, bytes BLOB, PRIMARY KEY (id, part));`;

/** Gives a volume of a file of version 2 that table. */
export const addRests = (db: DatabaseSync, volume: number): void => db.exec(restsOf(volume));

/** Jobs whose handle or unique ID is not plain ASCII. */
const ODD_NAMES = `
  SELECT id, handle, unique_id FROM jobs_#
  WHERE CAST(handle AS TEXT) GLOB '*[^ -~]*' OR CAST(unique_id AS TEXT) GLOB '*[^ -~]*'`;
/** Words as SQLite's tokenizer finds them; ours has put blanks around characters that are written without. */
const WORDS = `tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"`;
/** The index keeps no texts, only where they are found. */
const KEPT_ELSEWHERE = `content = '', columnsize = 0`;
/** A text and its index take so many times the bytes of the text, about. */
const WITH_INDEX = 1.5;
/** What an index gathers before it writes, bytes: the more, the less it merges. */
const GATHERED = 4 * 1024 * 1024;

/**
 * A part of the journal: jobs that follow each other, whose numbers leave no gap, with their own tables and indexes. The oldest
 * volume is thrown away as a whole, which costs next to nothing; and a search goes through one after the other.
 */
export class Volume {
  readonly number: number;
  /** The number of its first job. */
  readonly first: number;
  readonly columns = new Columns();
  /** Names of functions, by the numbers that the columns have. */
  readonly functions: string[] = [];
  /** Bytes that it takes in the file, about. */
  bytes = 0;
  /** Counts up with each change of what a search may find. */
  written = 0;
  /** Whether it has its tables. */
  isThere: boolean;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #functionNumbers = new Map<string, number>();
  #savedFunctions = 0;
  /** Whether there are handles or unique IDs that are not plain ASCII; undefined until it is asked. */
  #hasOdd: boolean | undefined;

  /** A volume whose tables are there; or none of them, until `create`. */
  constructor(db: DatabaseSync, number: number, first: number, { isThere }: { isThere: boolean }) {
    this.#db = db;
    this.number = number;
    this.first = first;
    this.isThere = isThere;
  }

  /** The number of the job after its last one. */
  get next(): number {
    return this.first + this.columns.length;
  }

  /** Makes its tables, in the transaction that goes on. */
  create(): void {
    const n = this.number;
    this.#db.exec(`
      CREATE TABLE jobs_${n} (
        id INTEGER PRIMARY KEY, source INTEGER, handle BLOB, unique_id BLOB, function INTEGER, priority INTEGER, background INTEGER,
        state INTEGER, submitted REAL, assigned REAL, ended REAL, due REAL, attempts INTEGER, submissions INTEGER,
        numerator REAL, denominator REAL, workload_size REAL, result_size REAL, ${KEPT_AS}
      );
      CREATE INDEX handles_${n} ON jobs_${n} (handle);
      ${keptIndexOf(n)}
      CREATE TABLE stories_${n} (
        id INTEGER PRIMARY KEY, steps BLOB, skipped INTEGER, outcome TEXT, warnings_size REAL, exception_size REAL,
        workload BLOB, result BLOB, warnings BLOB, exception BLOB
      );
      ${restsOf(n)}
      CREATE TABLE functions_${n} (number INTEGER PRIMARY KEY, name BLOB);
      CREATE VIRTUAL TABLE names_${n} USING fts5 (handle, unique_id, ${KEPT_ELSEWHERE}, tokenize = trigram);
      CREATE VIRTUAL TABLE words_${n} USING fts5 (function, workload, ${KEPT_ELSEWHERE}, ${WORDS});
      CREATE VIRTUAL TABLE results_${n} USING fts5 (result, ${KEPT_ELSEWHERE}, ${WORDS});
    `);
    for (const table of ['names', 'words', 'results'])
      this.#db.exec(`INSERT INTO ${table}_${n} (${table}_${n}, rank) VALUES ('hashsize', ${GATHERED})`);
    this.#sql('INSERT INTO volumes (number, first) VALUES (?, ?)').run(n, this.first);
    this.isThere = true;
  }

  /** Forgets all of it. */
  drop(): void {
    const n = this.number;
    this.#statements.clear();
    for (const table of ['jobs', 'stories', 'rests', 'functions', 'names', 'words', 'results'])
      this.#db.exec(`DROP TABLE IF EXISTS ${table}_${n}`);
    this.#db.prepare('DELETE FROM volumes WHERE number = ?').run(n);
  }

  /** Reads the columns of its jobs, some at a time. `serverOf` tells the number of the server of a start. */
  *read(at: number, serverOf: (source: number) => number): Generator<number> {
    for (const { name } of this.#sql('SELECT name FROM functions_# ORDER BY number').all())
      this.functions.push(wireOf(name));
    for (const [index, name] of this.functions.entries()) this.#functionNumbers.set(name, index);
    this.#savedFunctions = this.functions.length;
    this.bytes += Number(this.#sql('SELECT total(length(bytes)) AS bytes FROM rests_#').get()?.['bytes'] ?? 0);
    const page = this.#sql(`
      SELECT state, priority, function, submitted, assigned, ended, workload_size, result_size, source FROM jobs_#
      WHERE id >= ? ORDER BY id LIMIT ${at}`);
    page.setReturnArrays(true);
    for (;;) {
      const rows = page.all(this.next) as unknown as (number | null)[][];
      for (const row of rows) {
        const [state, priority, name, submitted, assigned, ended, workload, result, source] = row;
        this.columns.add(-1, {
          state: state ?? LOST,
          priority: priority ?? 1,
          function: name ?? 0,
          server: serverOf(source ?? -1),
          submitted: submitted ?? 0,
          assigned: assigned ?? Number.NaN,
          ended: ended ?? Number.NaN,
          workload: workload ?? 0,
          result: result ?? 0,
        });
        this.bytes += bytesOf(Math.min(PART_BYTES, workload ?? 0) + Math.min(PART_BYTES, result ?? 0));
      }
      if (rows.length < at) return;
      yield rows.length;
    }
  }

  /** The newest time that its jobs tell. */
  get newestTime(): number {
    const { columns } = this;
    let newest = 0;
    for (let at = 0; at < columns.length; at += 1)
      newest = Math.max(newest, columns.submitted[at] ?? 0, columns.assigned[at] || 0, columns.ended[at] || 0);
    return newest;
  }

  /** Their server has ended then: what was unfinished is lost, but for what is on disk. Returns which jobs that were. */
  leave(endedAt: number, source?: number): number[] {
    const ofSource = source === undefined ? '' : `AND source = ${source}`;
    const left = this.#sql(`
      UPDATE jobs_# SET state = iif(kept_as > 0, ${KEPT}, ${LOST}), ended = ?
      WHERE state IN (${QUEUED}, ${RUNNING}) ${ofSource} RETURNING id, state`);
    const ids: number[] = [];
    for (const { id, state } of left.all(endedAt)) {
      ids.push(Number(id));
      this.columns.leave(Number(id) - this.first, Number(state), endedAt);
    }
    return ids;
  }

  /** A function's number in the columns. */
  functionNumber(name: string): number {
    const known = this.#functionNumbers.get(name);
    if (known !== undefined) return known;
    this.functions.push(name);
    this.#functionNumbers.set(name, this.functions.length - 1);
    return this.functions.length - 1;
  }

  columnsOf(
    job: Omit<JobColumns, 'function' | 'state' | 'priority'> & Pick<JobRow, 'function' | 'state' | 'priority'>,
  ): JobColumns {
    return {
      ...job,
      state: JOB_STATES.indexOf(job.state),
      priority: PRIORITIES.indexOf(job.priority),
      function: this.functionNumber(job.function),
    };
  }

  /** Writes a job that is new, and what it is found by. */
  insert(id: number, source: number, job: JobDetail): void {
    const name = this.functionNumber(job.function);
    this.#saveFunctions();
    const { handle } = job.key;
    this.#sql(`
      INSERT INTO jobs_# (
        state, submitted, assigned, ended, due, attempts, submissions, numerator, denominator, background, result_size,
        kept_as, id, source, handle, unique_id, function, priority, workload_size
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
      ...changing(job),
      id,
      source,
      Buffer.from(handle, 'latin1'),
      Buffer.from(job.unique, 'latin1'),
      name,
      PRIORITIES.indexOf(job.priority),
      job.workloadSize,
    );
    this.#sql(`
      INSERT INTO stories_# (steps, skipped, outcome, warnings_size, exception_size, result, warnings, exception, id, workload)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(...this.#story(job), id, job.workload.bytes);
    this.#sql('INSERT INTO names_# (rowid, handle, unique_id) VALUES (?, ?, ?)').run(
      id,
      nameText(handle),
      nameText(job.unique),
    );
    this.#sql('INSERT INTO words_# (rowid, function, workload) VALUES (?, ?, ?)').run(
      id,
      functionText(job.function),
      job.workload.bytes === null ? null : contentText(job.workload.bytes),
    );
    if (this.#hasOdd === false && !isPlain(handle + job.unique)) this.#hasOdd = true;
    this.bytes += bytesOf(job.workload.bytes?.length ?? 0);
    this.written += 1;
  }

  /** Writes what has changed of a job. */
  update(id: number, job: JobDetail): void {
    this.#sql(`
      UPDATE jobs_# SET state = ?, submitted = ?, assigned = ?, ended = ?, due = ?, attempts = ?, submissions = ?,
        numerator = ?, denominator = ?, background = ?, result_size = ?, kept_as = ? WHERE id = ?`).run(
      ...changing(job),
      id,
    );
    this.#sql(`
      UPDATE stories_# SET steps = ?, skipped = ?, outcome = ?, warnings_size = ?, exception_size = ?, result = ?, warnings = ?,
        exception = ? WHERE id = ?`).run(...this.#story(job), id);
  }

  /** Has a job found by its result, once it is whole. */
  indexResult(id: number, { result, exception }: Pick<JobDetail, 'result' | 'exception'>): void {
    const texts = [result.bytes, exception?.bytes].map((bytes) => (bytes == null ? '' : (contentText(bytes) ?? '')));
    const text = texts.filter((each) => each !== '').join('\n');
    if (text === '') return;
    this.#sql('INSERT INTO results_# (rowid, result) VALUES (?, ?)').run(id, text);
    this.bytes += WITH_INDEX * text.length;
    this.written += 1;
  }

  /** Keeps what a content has beyond the bytes of the story. */
  addRest(id: number, part: ContentPart, bytes: Uint8Array): void {
    this.#sql('INSERT OR REPLACE INTO rests_# (id, part, bytes) VALUES (?, ?, ?)').run(
      id,
      CONTENT_PARTS.indexOf(part),
      bytes,
    );
    this.bytes += bytes.length;
  }

  rest(id: number, part: ContentPart): Uint8Array | null {
    const found = this.#sql('SELECT bytes FROM rests_# WHERE id = ? AND part = ?').get(id, CONTENT_PARTS.indexOf(part));
    return bytesIn(found?.['bytes']);
  }

  /** Adds to what is kept of each content what is kept beyond the bytes of the story. */
  withRests(id: number, job: JobDetail): JobDetail {
    const more = { ...job };
    for (const { part, bytes } of this.#sql('SELECT part, length(bytes) AS bytes FROM rests_# WHERE id = ?').all(id)) {
      const name = CONTENT_PARTS[Number(part)];
      const content = name && more[name];
      if (content?.bytes?.length === PART_BYTES)
        Object.assign(more, {
          [name as string]: { ...content, kept: Math.max(content.kept, PART_BYTES + Number(bytes)) },
        });
    }
    return more;
  }

  /** What a list shows of a job; undefined where it has not been written. */
  row(id: number, sourceOf: (number: number) => Source): JobRow | undefined {
    const found = this.#sql(`
      SELECT jobs_#.*, steps, substr(workload, 1, ${PREVIEW_BYTES}) AS preview FROM jobs_# JOIN stories_# USING (id)
      WHERE jobs_#.id = ?`).get(id);
    return found && this.#rowOf(found, stepsIn(found), sourceOf);
  }

  /** All that is kept of a job. */
  detail(id: number, sourceOf: (number: number) => Source): JobDetail | undefined {
    const found = this.#sql(`
      SELECT jobs_#.*, stories_#.*, substr(workload, 1, ${PREVIEW_BYTES}) AS preview FROM jobs_# JOIN stories_# USING (id)
      WHERE jobs_#.id = ?`).get(id);
    if (found === undefined) return undefined;
    const steps = stepsIn(found);
    const row = this.#rowOf(found, steps, sourceOf);
    // Jobs of a run that ended with the program are marked all at once.
    if (row.state === 'lost' && row.endedAt !== null && steps.at(-1)?.kind !== 'dropped')
      steps.push({ at: row.endedAt, kind: 'dropped', who: null, size: null });
    const { outcome } = found;
    return this.withRests(id, {
      ...row,
      dueAt: numberIn(found['due']),
      workload: contentIn(row.workloadSize, found['workload']),
      result: contentIn(row.resultSize, found['result']),
      warnings: contentIn(Number(found['warnings_size']), found['warnings']),
      exception:
        found['exception_size'] === null ? null : contentIn(Number(found['exception_size']), found['exception']),
      steps,
      skippedSteps: Number(found['skipped']),
      keptAs: Number(found['kept_as']),
      outcome: typeof outcome === 'string' ? (JSON.parse(outcome) as CommandOutcome) : null,
    });
  }

  /** The jobs of that handle, the newest first. */
  *withHandle(handle: string): Generator<{ id: number; source: number }> {
    const query = this.#sql('SELECT id, source FROM jobs_# WHERE handle = ? ORDER BY id DESC');
    for (const { id, source } of query.all(Buffer.from(handle, 'latin1')))
      yield { id: Number(id), source: Number(source) };
  }

  /** Its jobs that had that number in the file of background jobs. */
  keptAs(number: number): number[] {
    return this.#sql('SELECT id FROM jobs_# WHERE kept_as = ? AND kept_as > 0')
      .all(number)
      .map(({ id }) => Number(id));
  }

  /** Marks the places of the jobs that are written and have a term. */
  mark(term: Term, found: Uint8Array): void {
    if (!this.isThere) return;
    if (term.words !== null) {
      this.#markAll('SELECT rowid FROM words_# WHERE words_# MATCH ?', term.words, found);
      this.#markAll('SELECT rowid FROM results_# WHERE results_# MATCH ?', term.words, found);
    }
    if (term.trigrams !== null) this.#markAll('SELECT rowid FROM names_# WHERE names_# MATCH ?', term.trigrams, found);
    else this.#markShort(term.piece, found);
  }

  /** What is too short for the index of trigrams is looked for in each name. */
  #markShort(piece: string, found: Uint8Array): void {
    const inNames = (of: string) =>
      `instr(lower(CAST(handle AS TEXT)), ${of}) > 0 OR instr(lower(CAST(unique_id AS TEXT)), ${of}) > 0`;
    this.#markAll(`SELECT id FROM jobs_# WHERE ${inNames('?1')}`, piece, found);
    // SQLite knows the case of ASCII only, and not how we show what is no text.
    this.#hasOdd ??= this.#sql(`${ODD_NAMES} LIMIT 1`).get() !== undefined;
    if (!this.#hasOdd) return;
    const query = this.#sql(ODD_NAMES);
    for (const { id, handle, unique_id } of query.iterate())
      if ([handle, unique_id].some((name) => nameText(wireOf(name)).toLowerCase().includes(piece)))
        found[Number(id) - this.first] = 1;
  }

  #markAll(sql: string, value: string, found: Uint8Array): void {
    const query = this.#sql(sql);
    query.setReturnArrays(true);
    for (const [id] of query.all(value) as unknown as [number][]) found[id - this.first] = 1;
  }

  #story({ steps, skippedSteps, outcome, warnings, exception, result }: JobDetail): SQLInputValue[] {
    return [
      bytesOfSteps(steps),
      skippedSteps,
      outcome === null ? null : JSON.stringify(outcome),
      warnings.size,
      exception?.size ?? null,
      result.bytes,
      warnings.bytes,
      exception?.bytes ?? null,
    ];
  }

  #rowOf(
    found: Record<string, SQLOutputValue>,
    steps: readonly JobStep[],
    sourceOf: (number: number) => Source,
  ): JobRow {
    const numerator = numberIn(found['numerator']);
    return {
      key: { ...sourceOf(Number(found['source'])), handle: wireOf(found['handle']) },
      state: JOB_STATES[Number(found['state'])] ?? 'lost',
      function: this.functions[Number(found['function'])] ?? '',
      unique: wireOf(found['unique_id']),
      priority: PRIORITIES[Number(found['priority'])] ?? 'normal',
      background: found['background'] === 1,
      client: steps.find(({ kind }) => kind === 'submitted')?.who ?? null,
      worker: steps.findLast(({ kind }) => kind === 'assigned')?.who ?? null,
      submittedAt: Number(found['submitted']),
      assignedAt: numberIn(found['assigned']),
      endedAt: numberIn(found['ended']),
      attempts: Number(found['attempts']),
      submissions: Number(found['submissions']),
      workloadSize: Number(found['workload_size']),
      resultSize: Number(found['result_size']),
      preview: bytesIn(found['preview']) ?? new Uint8Array(),
      progress: numerator === null ? null : { numerator, denominator: Number(found['denominator']) },
    };
  }

  #saveFunctions(): void {
    for (; this.#savedFunctions < this.functions.length; this.#savedFunctions += 1) {
      const name = Buffer.from(this.functions[this.#savedFunctions] as string, 'latin1');
      this.#sql('INSERT INTO functions_# (number, name) VALUES (?, ?)').run(this.#savedFunctions, name);
    }
  }

  /** A statement in which # stands for the volume's number. */
  #sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#db.prepare(text.replaceAll('#', String(this.number)));
      this.#statements.set(text, statement);
    }
    return statement;
  }
}

/** Bytes that a job takes in the file with its names and its index, about. */
const bytesOf = (content: number): number => 600 + WITH_INDEX * content;

const changing = (job: JobDetail): SQLInputValue[] => [
  JOB_STATES.indexOf(job.state),
  job.submittedAt,
  job.assignedAt,
  job.endedAt,
  job.dueAt,
  job.attempts,
  job.submissions,
  job.progress?.numerator ?? null,
  job.progress?.denominator ?? null,
  job.background ? 1 : 0,
  job.resultSize,
  job.keptAs,
];

const stepsIn = (found: Record<string, SQLOutputValue>): JobStep[] =>
  stepsOf(bytesIn(found['steps']) ?? new Uint8Array());
const bytesIn = (value: SQLOutputValue | undefined): Uint8Array | null => (value instanceof Uint8Array ? value : null);
const numberIn = (value: SQLOutputValue | undefined): number | null => (typeof value === 'number' ? value : null);
const wireOf = (value: SQLOutputValue | undefined): string => Buffer.from(bytesIn(value) ?? []).toString('latin1');
const contentIn = (size: number, value: SQLOutputValue | undefined): KeptContent => {
  const bytes = bytesIn(value);
  return { size, kept: bytes?.length ?? 0, bytes };
};
