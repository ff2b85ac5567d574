import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Packet } from '../../main/protocol/packets.ts';
import { type FoundJob, type KeptJob, QueueStore } from '../../main/server/queue-store.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, listening } from './servers.ts';

const somewhere = async () => join(await temporaryFolder(), 'queue.db');

/** The real one with its queue in that file. */
async function gearmand(path: string, more: readonly string[] = []) {
  const port = await freePort();
  const args = ['-p', String(port), '-L', '127.0.0.1', '-l', 'none', '-q', 'libsqlite3', '--libsqlite3-db', path];
  const child = spawn('/usr/sbin/gearmand', [...args, ...more], { stdio: 'ignore' });
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  afterThisTest(stop);
  await listening(port);
  return { port, stop };
}

/** Sends submissions to a job server and waits until each is acknowledged. */
async function submit(port: number, packets: readonly Packet[]): Promise<void> {
  const client = await peerOf({ port });
  client.send(...packets);
  const answers = await client.hears(packets.length);
  expect(answers.filter((answer) => answer.startsWith('JOB_CREATED')).length).toBe(packets.length);
  client.leave();
}

/** Lets a worker do all jobs of these functions, one after the other; tells what it was given, without handles. */
async function workOff(port: number, names: readonly string[]): Promise<string[]> {
  const worker = await peerOf({ port });
  for (const name of names) worker.send({ name: 'CAN_DO', function: name });
  const given: string[] = [];
  for (;;) {
    worker.send({ name: 'GRAB_JOB_UNIQ' });
    const [answer = ''] = await worker.hears();
    const [, handle = '', rest] = /^JOB_ASSIGN_UNIQ (\S+) (.*)$/s.exec(answer) ?? [];
    if (rest === undefined) return given;
    given.push(rest);
    worker.send({ name: 'WORK_COMPLETE', handle, result: bytes('') });
  }
}

const background = (name: string, unique: string, workload: string): Packet => ({
  name: 'SUBMIT_JOB_BG',
  function: name,
  unique,
  workload: bytes(workload),
});

const kept = (facts: Partial<Omit<KeptJob, 'workload'>> & { workload?: string }): KeptJob => ({
  functionName: 'f',
  unique: '',
  reducer: '',
  priority: 'normal',
  runAt: 0,
  retries: 0,
  ...facts,
  workload: bytes(facts.workload ?? ''),
});

function written(path: string, jobs: readonly KeptJob[]): void {
  const store = new QueueStore({ path });
  for (const job of jobs) store.add(job);
  store.commit();
  store.close();
}

function read(path: string): FoundJob[] {
  const store = new QueueStore({ path });
  const found = [...store.load()].flat();
  store.close();
  return found;
}

const uniquesIn = (path: string): string[] => read(path).map(({ unique }) => unique);

test('a queue that gearmand wrote opens with its jobs', async () => {
  const path = await somewhere();
  const { port, stop } = await gearmand(path);
  await submit(port, [
    background('f', 'plain', 'workload\0\xff'),
    background('f', 'v'.repeat(63), 'long'),
    background('f', 'u'.repeat(64), 'longest'),
    background('f', 'empty', ''),
    background('f', '', 'without a unique ID'),
    background('f', '-', 'its own unique ID'),
    { name: 'SUBMIT_JOB_HIGH_BG', function: 'f', unique: 'high', workload: bytes('h') },
    { name: 'SUBMIT_JOB_LOW_BG', function: 'f', unique: 'low', workload: bytes('l') },
    { name: 'SUBMIT_JOB_EPOCH', function: 'f', unique: 'later', epoch: '4000000000', workload: bytes('e') },
    background('\xff\xfe\x80', '\xc3\x28', 'no UTF-8'),
    background('', 'function without a name', 'w'),
    { name: 'SUBMIT_JOB', function: 'f', unique: 'foreground', workload: bytes('is not kept') },
  ]);
  await stop();
  const found = read(path).map(({ functionName, unique, workload, priority, runAt }) => [
    functionName,
    unique,
    Buffer.from(workload).toString('latin1'),
    priority,
    runAt,
  ]);
  expect(found).toEqual([
    ['f', 'plain', 'workload\0\xff', 'normal', 0],
    ['f', 'v'.repeat(63), 'long', 'normal', 0],
    ['f', 'u'.repeat(63), 'longest', 'normal', 0], // what gearmand makes of 64
    ['f', 'empty', '', 'normal', 0],
    ['f', '', 'without a unique ID', 'normal', 0],
    ['f', '-', 'its own unique ID', 'normal', 0],
    ['f', 'high', 'h', 'high', 0],
    ['f', 'low', 'l', 'low', 0],
    ['f', 'later', 'e', 'normal', 4_000_000_000],
    ['\xff\xfe\x80', '\xc3\x28', 'no UTF-8', 'normal', 0],
    ['', 'function without a name', 'w', 'normal', 0],
  ]);
});

test('a queue that we wrote is worked off by gearmand, to the last row', async () => {
  const path = await somewhere();
  written(path, [
    kept({ unique: 'plain', workload: 'w' }),
    kept({ unique: 'reduced', reducer: 'sum', workload: 'r' }),
    kept({ unique: 'empty' }),
    kept({ unique: 'v'.repeat(63), workload: 'long' }),
    kept({ unique: 'high', priority: 'high', workload: 'h' }),
    kept({ functionName: '\xff\xfe\x80', unique: '\xc3\x28', workload: 'no UTF-8' }),
    kept({ functionName: '', unique: 'function without a name', workload: 'w' }),
    kept({ unique: 'low', priority: 'low', workload: 'l' }),
  ]);
  const { port, stop } = await gearmand(path);
  expect(await workOff(port, ['', '\xff\xfe\x80', 'f'])).toEqual([
    'f high h',
    'f plain w',
    'f reduced r',
    'f empty',
    `f ${'v'.repeat(63)} long`,
    'f low l',
    '\xff\xfe\x80 \xc3\x28 no UTF-8',
    ' function without a name w'.trim(),
  ]);
  await stop();
  expect(read(path)).toEqual([]);
  const db = new DatabaseSync(path);
  expect(db.prepare('SELECT count(*) AS rows FROM gearman_queue_gearbench').get()).toEqual({ rows: 0 });
  db.close();
});

test('jobs whose unique ID gearmand cannot keep apart come to it one by one, under unique IDs that it can', async () => {
  const path = await somewhere();
  const [own, dash] = [Array(20).fill(''), Array(20).fill('-')];
  const sent = [...own, ...dash, 'u'.repeat(64), 'gearbench-'];
  written(
    path,
    sent.map((unique, index) => kept({ unique, workload: `${index}` })),
  );
  const { port, stop } = await gearmand(path);
  const given = await workOff(port, ['f']);
  const [uniques, workloads] = [given.map((each) => each.split(' ')[1] ?? ''), given.map((each) => each.split(' ')[2])];
  expect(workloads).toEqual(sent.map((_, index) => `${index}`));
  expect(new Set(uniques).size).toBe(sent.length);
  expect(uniques.filter((unique) => !/^gearbench-[0-9a-f]{12}-[0-9a-z]{9}$/.test(unique))).toEqual([]);
  await stop();
  expect(read(path)).toEqual([]);
});

test('a job for later waits in gearmand too', async () => {
  const path = await somewhere();
  written(path, [kept({ unique: 'later', runAt: 4_000_000_000 }), kept({ unique: 'past', runAt: 5 })]);
  const { port, stop } = await gearmand(path);
  expect(await workOff(port, ['f'])).toEqual(['f past']);
  await stop();
  expect(uniquesIn(path)).toEqual(['later']);
});

test('what gearmand left undone comes back as it was sent to us', async () => {
  const path = await somewhere();
  written(path, [
    kept({ unique: 'u'.repeat(64), reducer: 'sum', workload: 'a', retries: 2 }),
    kept({ functionName: 'g', unique: 'done by gearmand', reducer: 'sum' }),
    kept({ unique: '-', workload: 'b' }),
  ]);
  const { port, stop } = await gearmand(path);
  await workOff(port, ['g']);
  await submit(port, [background('g', 'done by gearmand', 'another with its unique ID')]);
  await stop();
  expect(read(path).map(({ unique, reducer, retries }) => [unique, reducer, retries])).toEqual([
    ['u'.repeat(64), 'sum', 2],
    ['-', '', 0],
    ['done by gearmand', '', 0],
  ]);
});

test('a file that gearmand wrote and cannot open again, it can when we have had it', async () => {
  const path = await somewhere();
  const first = await gearmand(path);
  await submit(first.port, [background('f', 'empty', ''), background('f', 'full', 'w')]);
  await first.stop();
  const refuses = spawnSync('/usr/sbin/gearmand', [
    ...['-p', String(await freePort()), '-L', '127.0.0.1', '-l', 'none', '-q', 'libsqlite3', '--libsqlite3-db', path],
  ]);
  expect(refuses.status).toBe(1);
  expect(uniquesIn(path)).toEqual(['empty', 'full']);
  const { port } = await gearmand(path);
  expect(await workOff(port, ['f'])).toEqual(['f empty', 'f full w']);
});

test('another table name is another queue, for gearmand too', async () => {
  const path = await somewhere();
  const store = new QueueStore({ path, table: 'mine' });
  store.add(kept({ unique: 'in mine', workload: 'w' }));
  store.commit();
  store.close();
  const { port } = await gearmand(path, ['--libsqlite3-table', 'mine']);
  expect(await ask(port, 'show unique jobs')).toBe('in mine\n.\n');
  expect(uniquesIn(path)).toEqual([]);
});

// Only root may mount.
test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'a full disk keeps nothing and says so, lets ended jobs go, and goes on when there is room',
  async () => {
    const folder = await temporaryFolder();
    const mounted = (...args: string[]) => expect(spawnSync('mount', [...args, folder]).status).toBe(0);
    mounted('-t', 'tmpfs', '-o', 'size=1m', 'gearbench-test');
    afterThisTest(() => void spawnSync('umount', ['-l', folder]));
    const path = join(folder, 'queue.db');
    const store = new QueueStore({ path });
    afterThisTest(() => store.close());
    const done = store.add(kept({ unique: 'done' }));
    store.commit();
    store.remove(done);
    store.add(kept({ unique: 'large', workload: 'x'.repeat(2 * 1024 * 1024) }));
    let refused: unknown;
    try {
      store.commit();
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({
      code: 'queue-disk-full',
      message: `The queue file ${path} cannot grow: the disk is full. Make room on the disk.`,
    });
    expect([store.dirty, [...store.load()]]).toEqual([false, []]);
    mounted('-o', 'remount,size=16m');
    store.add(kept({ unique: 'large', workload: 'x'.repeat(2 * 1024 * 1024) }));
    store.commit();
    expect([...store.load()].flat().map(({ workload }) => workload.length)).toEqual([2 * 1024 * 1024]);
  },
);
