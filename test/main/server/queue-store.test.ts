import { existsSync } from 'node:fs';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppError } from '../../../main/contract/errors.ts';
import { type FoundJob, type KeptJob, QueueStore } from '../../../main/server/queue-store.ts';
import { PRIORITIES } from '../../../main/server/state.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { bytes } from '../../support/packets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const somewhere = async () => join(await temporaryFolder(), 'queue.db');

function opened(path: string, table?: string): QueueStore {
  const store = new QueueStore({ path, ...(table !== undefined && { table }) });
  afterThisTest(() => closed(store));
  return store;
}

function closed(store: QueueStore): void {
  try {
    store.close();
  } catch {
    // The test has closed it.
  }
}

/** Another program's connection to the file. */
function other(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  afterThisTest(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

const job = (facts: Partial<Omit<KeptJob, 'workload'>> & { workload?: string } = {}): KeptJob => ({
  functionName: 'resize',
  unique: '',
  reducer: '',
  priority: 'normal',
  runAt: 0,
  retries: 0,
  ...facts,
  workload: bytes(facts.workload ?? ''),
});

test('a file that was removed keeps nothing more, and that is told', async () => {
  const path = await somewhere();
  const store = opened(path);
  store.add(job());
  store.commit();
  await rm(path);
  store.add(job());
  expect(() => store.commit()).toThrow(
    expect.objectContaining({
      code: 'queue-gone',
      message: `The queue file ${path} was removed while it was in use. Jobs that are queued are in memory only. Others are refused until the server is started again.`,
    }),
  );
  await writeFile(path, 'another file in its place');
  store.add(job());
  expect(() => store.commit()).toThrow(expect.objectContaining({ code: 'queue-gone' }));
});

const all = (store: QueueStore): FoundJob[] => [...store.load()].flat();
/** Without numbers, workloads as text. */
const told = (jobs: readonly KeptJob[]) =>
  jobs.map(({ functionName, unique, reducer, priority, workload, runAt, retries }) => ({
    functionName,
    unique,
    reducer,
    priority,
    workload: Buffer.from(workload).toString('latin1'),
    runAt,
    retries,
  }));

/** Closes the store and reads the file anew. */
function reopened(store: QueueStore, table?: string): QueueStore {
  store.close();
  return opened(store.path, table);
}

const problem = (act: () => unknown): AppError => {
  try {
    act();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('It went well');
};

test('what was committed is found again, with all that was sent', async () => {
  const store = opened(await somewhere());
  const jobs = [
    job({ unique: 'own', workload: 'first' }),
    job({ workload: 'without a unique ID' }),
    job({ workload: 'another one' }),
    job({ unique: '-', workload: 'its workload is its unique ID' }),
    job({ unique: '-', workload: 'and another' }),
    job({ unique: 'u'.repeat(63) }),
    job({ unique: 'u'.repeat(64) }),
    job({ unique: 'gearbench-as-our-keys' }),
    job({ functionName: 'r', unique: 'own', reducer: 'sum', priority: 'high' }),
    job({ functionName: 'r', reducer: 's\xfcm', priority: 'low', retries: 3 }),
    job({ functionName: '\xff\xfe\x80 \t\n', unique: '\xc3\x28', workload: '\0\xff' }),
    job({ functionName: '', unique: 'later', runAt: 4_000_000_000 }),
    ...[1024, 1025, 100_000].map((size) => job({ workload: '\0\xff'.repeat(size).slice(0, size) })),
  ];
  for (const each of jobs) store.add(each);
  store.commit();
  expect(told(all(reopened(store)))).toEqual(told(jobs));
});

test('any jobs come back whole and in order, however they are cut into turns', async () => {
  const path = await somewhere();
  const wire = fc
    .uint8Array({ maxLength: 64 })
    .map((values) => Buffer.from(values.map((value) => value || 1)).toString('latin1'));
  const anyJob = fc.record({
    functionName: wire,
    unique: fc.oneof(fc.constantFrom('', '-'), fc.uuid(), wire),
    reducer: fc.oneof(fc.constant(''), wire),
    priority: fc.constantFrom(...PRIORITIES),
    workload: fc.uint8Array({ maxLength: 200 }),
    runAt: fc.nat(),
    retries: fc.nat(255),
  });
  const selector = ({ functionName, unique }: KeptJob) =>
    unique === '' || unique === '-' ? Symbol('joins none') : `${functionName}\0${unique}`;
  let table = 0;
  fc.assert(
    fc.property(fc.uniqueArray(anyJob, { maxLength: 60, selector }), fc.array(fc.nat(60)), (jobs, cuts) => {
      const name = `queue ${++table}`;
      const store = new QueueStore({ path, table: name });
      for (const [index, each] of jobs.entries()) {
        store.add(each);
        if (cuts.includes(index)) store.commit();
      }
      store.commit();
      store.close();
      const again = new QueueStore({ path, table: name });
      const found = [...again.load(7)].flat();
      again.close();
      expect(told(found)).toEqual(told(jobs));
    }),
    { numRuns: 30 },
  );
});

test('what ended is gone, also in the turn in which it came', async () => {
  const store = opened(await somewhere());
  const [first, second] = [store.add(job({ unique: 'a' })), store.add(job({ workload: 'b' }))];
  store.remove(store.add(job({ unique: 'c' })));
  store.commit();
  store.remove(first);
  store.add(job({ unique: 'a', workload: 'the next with this unique ID' }));
  store.commit();
  store.remove(second);
  store.commit();
  expect(told(all(reopened(store)))).toEqual(told([job({ unique: 'a', workload: 'the next with this unique ID' })]));
});

test('what was not committed is not kept', async () => {
  const store = opened(await somewhere());
  store.add(job());
  expect(store.dirty).toBe(true);
  expect(all(reopened(store))).toEqual([]);
});

test('lost workers are counted on', async () => {
  const store = opened(await somewhere());
  const [first, second] = [store.add(job({ unique: 'own', reducer: 'sum' })), store.add(job({ workload: 'w' }))];
  store.commit();
  store.retry(first, 1);
  store.retry(first, 2);
  store.retry(second, 1);
  store.commit();
  const again = reopened(store);
  expect(all(again).map(({ unique, reducer, retries }) => [unique, reducer, retries])).toEqual([
    ['own', 'sum', 2],
    ['', '', 1],
  ]);
  again.retry(first, 3);
  again.remove(first);
  again.commit();
  expect(all(again).map(({ retries }) => retries)).toEqual([1]);
});

test('numbers go on after a restart, so that what came first stays first', async () => {
  const store = opened(await somewhere());
  for (const unique of ['a', 'b', 'c']) store.add(job({ unique }));
  store.commit();
  const again = reopened(store);
  again.remove(all(again)[1]?.id as number);
  again.add(job({ unique: 'd' }));
  again.commit();
  expect(all(reopened(again)).map(({ unique }) => unique)).toEqual(['a', 'c', 'd']);
});

test('a large queue is read some jobs at a time', async () => {
  const store = opened(await somewhere());
  for (let index = 0; index < 2500; index += 1) store.add(job({ unique: `${index}` }));
  store.commit();
  const batches = [...store.load()];
  expect(batches.map(({ length }) => length)).toEqual([1000, 1000, 500]);
  expect(batches.flat().map(({ unique }) => Number(unique))).toEqual([...Array(2500).keys()]);
});

test('the file is gearmand’s table, in a journal that survives a crash, and ours beside it', async () => {
  const path = await somewhere();
  const store = opened(path, 'my "jobs"');
  store.add(job({ unique: 'u', workload: 'w', priority: 'low', runAt: 5 }));
  store.add(job({ unique: 'empty', priority: 'high' }));
  store.commit();
  const db = other(path);
  const created =
    'CREATE TABLE "my ""jobs""" ( unique_key TEXT, function_name TEXT, priority INTEGER, data BLOB, when_to_run INTEGER, PRIMARY KEY (unique_key, function_name))';
  expect(db.prepare('SELECT sql FROM sqlite_schema WHERE name = \'my "jobs"\'').get()?.['sql']).toBe(created);
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  const rows = db.prepare('SELECT unique_key, priority, when_to_run, data FROM "my ""jobs"""').all();
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { unique_key: 'u', priority: 2, when_to_run: 5, data: new Uint8Array(bytes('w')) },
    { unique_key: 'empty', priority: 0, when_to_run: 0, data: new Uint8Array() }, // NULL is what gearmand cannot read
  ]);
  expect(db.prepare('SELECT count(*) AS rows FROM "my ""jobs""_gearbench"').get()).toEqual({ rows: 0 });
});

test('whoever deletes a job deletes what is ours of it', async () => {
  const path = await somewhere();
  const store = opened(path);
  store.add(job({ unique: 'own', reducer: 'sum', workload: '1' }));
  store.add(job({ workload: '2' }));
  store.commit();
  store.close();
  const db = other(path);
  db.exec("DELETE FROM gearman_queue WHERE unique_key = 'own'");
  db.exec("INSERT OR REPLACE INTO gearman_queue VALUES ('own', 'resize', 1, 'new', 0)");
  db.close();
  expect(all(opened(path)).map(({ unique, reducer }) => [unique, reducer])).toEqual([
    ['', ''],
    ['own', ''],
  ]);
});

test('what is left of a table that was replaced is not taken for the new one’s', async () => {
  const path = await somewhere();
  const store = opened(path);
  for (const unique of ['stays', 'goes']) store.add(job({ unique, reducer: 'sum' }));
  store.commit();
  store.close();
  const db = other(path);
  db.exec(`
    CREATE TABLE kept AS SELECT * FROM gearman_queue WHERE unique_key = 'stays';
    DROP TABLE gearman_queue;
    CREATE TABLE gearman_queue (unique_key TEXT, function_name TEXT, priority INTEGER, data BLOB, when_to_run INTEGER,
      PRIMARY KEY (unique_key, function_name));
    INSERT INTO gearman_queue SELECT * FROM kept`);
  db.close();
  const again = opened(path);
  again.add(job({ unique: 'goes' }));
  again.commit();
  expect(all(again).map(({ unique, reducer }) => [unique, reducer])).toEqual([
    ['stays', 'sum'],
    ['goes', ''],
  ]);
});

test('a second Gearbench is kept from the file until the first one closes it', async () => {
  const store = opened(await somewhere());
  expect(problem(() => new QueueStore({ path: store.path }))).toMatchObject({
    code: 'queue-locked',
    message: `The queue file ${store.path} is locked by another program. Close that program or choose another file.`,
    details: { path: store.path },
  });
  store.close();
  expect(all(opened(store.path))).toEqual([]);
});

test('a file that is no queue is refused and left as it is', async () => {
  const folder = await temporaryFolder();
  const [text, foreign, view] = [join(folder, 'text'), join(folder, 'foreign.db'), join(folder, 'view.db')];
  await writeFile(text, 'This is no database, but it is long enough to look like one if nobody looks.\n'.repeat(20));
  other(foreign).exec('CREATE TABLE Gearman_Queue (id INTEGER, job TEXT)');
  other(view).exec(`CREATE VIEW gearman_queue AS
    SELECT 1 AS unique_key, 2 AS function_name, 3 AS priority, 4 AS data, 5 AS when_to_run`);
  for (const path of [text, foreign, view]) {
    const before = await readFile(path);
    expect(problem(() => new QueueStore({ path }))).toMatchObject({ code: 'queue-foreign', details: { path } });
    expect(await readFile(path)).toEqual(before);
  }
  expect(problem(() => new QueueStore({ path: foreign })).message).toContain('“gearman_queue”');
});

test('a file that cannot be opened is told', async () => {
  const folder = await temporaryFolder();
  expect(problem(() => new QueueStore({ path: join(folder, 'no', 'such.db') })).code).toBe('queue-unusable');
  expect(problem(() => new QueueStore({ path: folder })).code).toBe('queue-unusable');
});

test('a damaged file is told', async () => {
  const path = await somewhere();
  const store = opened(path);
  for (let index = 0; index < 500; index += 1) store.add(job({ unique: `${index}`, workload: 'w'.repeat(500) }));
  store.commit();
  store.close();
  const content = await readFile(path);
  await writeFile(path, content.fill(0x5a, 4096 * 3));
  const reads = problem(() => all(opened(path)));
  expect(reads).toMatchObject({ code: 'queue-damaged', details: { path } });
});

test('a locked file keeps nothing and says what; afterwards it goes on', async () => {
  const store = opened(await somewhere());
  const done = store.add(job({ unique: 'done' }));
  store.commit();
  const db = other(store.path);
  db.exec('BEGIN IMMEDIATE');
  store.remove(done);
  for (const unique of ['a', 'b']) store.add(job({ unique }));
  expect(problem(() => store.commit()).code).toBe('queue-locked');
  expect(store.dirty).toBe(true); // the removal
  db.exec('ROLLBACK');
  store.add(job({ unique: 'c' }));
  store.commit();
  expect(store.dirty).toBe(false);
  expect(all(reopened(store)).map(({ unique }) => unique)).toEqual(['c']);
});

test('somebody who writes to the file at the same time loses nothing, and the next turn finds new numbers', async () => {
  const store = opened(await somewhere());
  store.add(job({ unique: 'a' }));
  store.commit();
  other(store.path).exec("INSERT INTO gearman_queue VALUES ('theirs', 'resize', 1, 'w', 0)");
  store.add(job({ unique: 'b' }));
  expect(problem(() => store.commit())).toMatchObject({ code: 'queue-unusable' });
  store.add(job({ unique: 'c' }));
  store.commit();
  expect(all(store).map(({ unique }) => unique)).toEqual(['a', 'theirs', 'c']);
});

test.skipIf(process.platform === 'win32')(
  'a new file is for its owner alone, and one that is there keeps its rights',
  async () => {
    const path = await somewhere();
    const rightsOf = async (file: string) => (await stat(file)).mode & 0o777;
    const store = opened(path);
    store.add(job());
    store.commit();
    expect([await rightsOf(path), await rightsOf(`${path}-wal`)]).toEqual([0o600, 0o600]);
    store.close();
    await chmod(path, 0o640);
    opened(path);
    expect(await rightsOf(path)).toBe(0o640);
  },
);

test('nothing is left beside a file that was closed but the lock', async () => {
  const path = await somewhere();
  const store = opened(path);
  store.add(job());
  store.commit();
  expect(existsSync(`${path}-wal`)).toBe(true);
  store.close();
  expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([false, false]);
});
