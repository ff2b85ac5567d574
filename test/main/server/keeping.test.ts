import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { Packet } from '../../../main/protocol/packets.ts';
import type { ServerRules } from '../../../main/server/rules.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { embedded } from '../../support/embedded.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A running server that keeps background jobs in a file of its own, which a test may look into while it runs. */
async function keeping({ rules = {} as Partial<ServerRules>, path = undefined as string | undefined } = {}) {
  const file = path ?? join(await temporaryFolder(), 'queue.db');
  const server = await embedded({ rules, queue: { path: file } });
  await server.host.start();
  const db = new DatabaseSync(file);
  afterThisTest(() => {
    if (db.isOpen) db.close();
  });
  return {
    ...server,
    path: file,
    db,
    peer: () => peerOf({ port: server.port }),
    /** Workloads of the jobs on disk. */
    kept: () =>
      db
        .prepare('SELECT data FROM gearman_queue ORDER BY rowid')
        .all()
        .map(({ data }) => Buffer.from(data as Uint8Array).toString('latin1')),
    restart: async () => {
      await server.host.stop();
      return server.host.start();
    },
  };
}

const bg = (workload: string, unique = '', name = 'f'): Packet => ({
  name: 'SUBMIT_JOB_BG',
  function: name,
  unique,
  workload: bytes(workload),
});
const fg = (workload: string, unique = ''): Packet => ({
  name: 'SUBMIT_JOB',
  function: 'f',
  unique,
  workload: bytes(workload),
});
const canDo: Packet = { name: 'CAN_DO', function: 'f' };
const grab: Packet = { name: 'GRAB_JOB_ALL' };
const echo: Packet = { name: 'ECHO_REQ', data: bytes('done') };

type Peer = Awaited<ReturnType<typeof peerOf>>;

/** The workloads of all jobs that a new worker gets. */
async function workOff(worker: Peer, ...names: string[]): Promise<string[]> {
  for (const name of names) worker.send({ name: 'CAN_DO', function: name });
  const given: string[] = [];
  for (;;) {
    worker.send(grab);
    const [answer = ''] = await worker.hears();
    if (!answer.startsWith('JOB_ASSIGN')) return given;
    const [, handle = '', ...rest] = answer.split(' ');
    given.push(rest.join(' '));
    worker.send({ name: 'WORK_COMPLETE', handle, result: bytes('') });
  }
}

test('a background job is on disk when it is answered, a foreground job never', async () => {
  const { peer, kept, host, path } = await keeping();
  const client = await peer();
  client.send(bg('one'), fg('not kept'), bg('two'));
  expect(await client.hears(3)).toEqual(Array(3).fill(expect.stringMatching(/^JOB_CREATED/)));
  expect(kept()).toEqual(['one', 'two']);
  expect(host.status.queue).toEqual({ path, problem: null });
});

test('a restart brings background jobs back, in their order and with all that was sent', async () => {
  const { peer, restart, port, events } = await keeping();
  const client = await peer();
  client.send(
    bg('n1'),
    bg('n2', '-'),
    { name: 'SUBMIT_JOB_LOW_BG', function: 'f', unique: '', workload: bytes('l') },
    { name: 'SUBMIT_JOB_HIGH_BG', function: 'f', unique: 'u'.repeat(64), workload: bytes('h') },
    {
      name: 'SUBMIT_REDUCE_JOB_BACKGROUND',
      function: 'f',
      unique: 'r',
      reducer: 'sum',
      unused: '',
      workload: bytes('r'),
    },
    bg('', 'empty'),
  );
  expect((await client.hears(6)).length).toBe(6);
  await restart();
  expect(events.slice(-6).map((event) => [event.kind, 'client' in event && event.client])).toEqual(
    Array(6).fill(['submitted', null]),
  );
  const worker = await peerOf({ port });
  expect(await workOff(worker, 'f')).toEqual([
    `f ${'u'.repeat(64)} h`,
    'f n1',
    'f - n2',
    'f r sum r',
    'f empty',
    'f l',
  ]);
  await restart();
  expect(await workOff(await peerOf({ port }), 'f')).toEqual([]);
});

test('a job for later waits for its time across a restart', async () => {
  const { peer, restart, db, port } = await keeping();
  const client = await peer();
  const soon = Math.floor(Date.now() / 1000) + 2;
  const later = (epoch: number, workload: string): Packet => ({
    name: 'SUBMIT_JOB_EPOCH',
    function: 'f',
    unique: '',
    epoch: String(epoch),
    workload: bytes(workload),
  });
  client.send(later(soon, 'soon'), later(4_000_000_000, 'later'), later(5, 'past'));
  await client.hears(3);
  expect(
    db
      .prepare('SELECT when_to_run FROM gearman_queue')
      .all()
      .map((row) => row['when_to_run']),
  ).toEqual([soon, 4_000_000_000, 0]);
  await restart();
  const worker = await peerOf({ port });
  expect(await workOff(worker, 'f')).toEqual(['f past']);
  worker.send({ name: 'PRE_SLEEP' });
  expect(await worker.hears()).toEqual(['NOOP']);
  expect(Date.now() / 1000).toBeGreaterThanOrEqual(soon);
  expect(await workOff(worker)).toEqual(['f soon']);
});

test('a completion is on disk when the worker’s next question is answered', async () => {
  const { peer, kept } = await keeping();
  const [client, worker] = [await peer(), await peer()];
  client.send(bg('one'), bg('two'));
  await client.hears(2);
  worker.send(canDo, grab);
  const [, handle = ''] = ((await worker.hears())[0] ?? '').split(' ');
  expect(kept()).toEqual(['one', 'two']); // a worker that dies now loses nothing
  worker.send({ name: 'WORK_COMPLETE', handle, result: bytes('') }, grab);
  expect(await worker.hears()).toEqual([expect.stringMatching(/^JOB_ASSIGN_UNIQ \S+ f two$/)]);
  expect(kept()).toEqual(['two']);
});

test.each([
  ['fails', (handle: string): Packet => ({ name: 'WORK_FAIL', handle })],
  ['throws', (handle: string): Packet => ({ name: 'WORK_EXCEPTION', handle, exception: bytes('no') })],
])('a job that %s is not kept', async (_how, end) => {
  const { peer, kept } = await keeping();
  const worker = await peer();
  worker.send(bg('w'), canDo, grab);
  const [, assigned = ''] = await worker.hears(2);
  worker.send(end(assigned.split(' ')[1] ?? ''), echo);
  expect(await worker.hears()).toEqual(['ECHO_RES done']);
  expect(kept()).toEqual([]);
});

test('who is client and worker at once gets its own job when it is on disk', async () => {
  const { peer, kept } = await keeping();
  const both = await peer();
  both.send(canDo, { name: 'PRE_SLEEP' }, bg('own'), grab, bg('next'), { name: 'PRE_SLEEP' });
  expect(await both.hears(4)).toEqual([
    expect.stringMatching(/^JOB_CREATED/),
    expect.stringMatching(/^JOB_ASSIGN_UNIQ \S+ f own$/),
    expect.stringMatching(/^JOB_CREATED/),
    'NOOP',
  ]);
  expect(kept()).toEqual(['own', 'next']);
});

test('answers come in the order of the questions, and so they are after the end of the client’s half', async () => {
  const { peer } = await keeping();
  const client = await peer();
  client.send(bg('w'), echo, bg('w'));
  client.write('version\n');
  client.halfClose();
  expect(await client.hearsTheEnd()).toEqual([
    expect.stringMatching(/^JOB_CREATED \S+:1$/),
    'ECHO_RES done',
    expect.stringMatching(/^JOB_CREATED \S+:2$/),
    expect.stringMatching(/^OK /),
  ]);
});

test('a client that breaks the protocol still reads what was promised before', async () => {
  const { peer, kept } = await keeping();
  const client = await peer();
  client.send(bg('w'));
  client.write(bytes('\0XYZ\0\0\0\x01\0\0\0\0'));
  expect(await client.hearsTheEnd()).toEqual([expect.stringMatching(/^JOB_CREATED/)]);
  expect(kept()).toEqual(['w']);
});

test('a submission that joins is one job, kept once, and kept from the first background one on', async () => {
  const { peer, kept, restart, port } = await keeping();
  const client = await peer();
  client.send(fg('first', 'u'));
  const [created] = await client.hears();
  expect(kept()).toEqual([]);
  client.send(bg('second', 'u'), bg('third', 'u'), fg('fourth', 'u'));
  expect(await client.hears(3)).toEqual([created, created, created]);
  expect(kept()).toEqual(['first']);
  await restart();
  expect(await workOff(await peerOf({ port }), 'f')).toEqual(['f u first']);
});

test('lost workers are counted across restarts, and a job that has no attempts left is gone', async () => {
  const { peer, restart, kept, port } = await keeping({ rules: { jobRetries: 2 } });
  const client = await peer();
  client.send(bg('w'));
  await client.hears();
  async function lose(): Promise<void> {
    const [worker, witness] = [await peerOf({ port }), await peerOf({ port })];
    worker.send(canDo, grab);
    expect(await worker.hears()).toEqual([expect.stringMatching(/^JOB_ASSIGN/)]);
    worker.leave();
    await vi.waitUntil(async () => {
      witness.write('status\n');
      const lines = await witness.hears(2).then((heard) => (heard[0] === '.' ? heard.slice(0, 1) : heard));
      return !lines.some((line) => /^f\t1\t1\t/.test(line));
    }, PATIENT);
  }
  await lose();
  await restart();
  expect(kept()).toEqual(['w']);
  await lose();
  await restart();
  expect(kept()).toEqual([]);
});

test('stopping the server counts no worker as lost and ends no job', async () => {
  const { peer, restart, port } = await keeping({ rules: { jobRetries: 1 } });
  const worker = await peer();
  worker.send(bg('w'), canDo, grab);
  expect(await worker.hears(2)).toEqual([expect.stringMatching(/^JOB_CREATED/), expect.stringMatching(/^JOB_ASSIGN/)]);
  await restart();
  expect(await workOff(await peerOf({ port }), 'f')).toEqual(['f w']);
});

test('cancelled jobs and those of a dropped function are gone', async () => {
  const { peer, kept } = await keeping();
  const client = await peer();
  client.send(bg('a'), bg('b', '', 'g'), bg('c'));
  const [first = ''] = await client.hears(3);
  client.write(`cancel job ${first.split(' ')[1]}\ndrop function g\n`);
  expect(await client.hears(2)).toEqual(['OK', 'OK']);
  expect(kept()).toEqual(['c']);
  client.send(bg('d', '', 'h'));
  client.write('drop function h\n');
  expect(await client.hears(2)).toEqual([expect.stringMatching(/^JOB_CREATED/), 'OK']);
  expect(kept()).toEqual(['c']);
});

test('a limit of a function counts what is on its way to the disk', async () => {
  const { peer, kept } = await keeping();
  const client = await peer();
  client.write('create function f\nmaxqueue f 2\n');
  expect(await client.hears(2)).toEqual(['OK', 'OK']);
  client.send(bg('a'), bg('b'), bg('c'));
  expect(await client.hears(3)).toEqual([
    expect.stringMatching(/^JOB_CREATED/),
    expect.stringMatching(/^JOB_CREATED/),
    'ERROR QUEUE_ERROR Job queue is full',
  ]);
  expect(kept()).toEqual(['a', 'b']);
});

test('while the file is locked background jobs are refused with the reason, all else goes on, and then they are kept again', async () => {
  const { peer, kept, db, host, path, port } = await keeping();
  const client = await peer();
  client.send(bg('before', 'b'), fg('waits', 'w'));
  const [before, waits] = await client.hears(2);
  db.exec('BEGIN IMMEDIATE');
  const refused = 'ERROR QUEUE_ERROR The job was not kept: database is locked';
  client.send(
    echo,
    bg('lost'),
    fg('foreground'),
    bg('joins', 'b'),
    bg('joins a foreground job', 'w'),
    bg('x', 'new'),
    fg('y', 'new'),
    echo,
  );
  expect(await client.hears(8)).toEqual([
    'ECHO_RES done',
    refused,
    expect.stringMatching(/^JOB_CREATED/),
    before,
    refused,
    refused,
    expect.stringMatching(/^JOB_CREATED/),
    'ECHO_RES done',
  ]);
  expect(host.status.queue).toEqual({
    path,
    problem: {
      code: 'queue-locked',
      message: `The queue file ${path} is locked by another program. Close that program or choose another file.`,
      details: { path, why: 'database-error', number: 5, reason: 'database is locked' },
    },
  });
  expect(await workOff(await peerOf({ port }), 'f')).toEqual(['f b before', 'f w waits', 'f foreground', 'f new x']);
  db.exec('ROLLBACK');
  client.send(bg('after'));
  expect((await client.hears(4)).filter((heard) => !heard.startsWith('WORK_COMPLETE'))).toEqual([
    expect.stringMatching(/^JOB_CREATED/),
  ]);
  expect(waits).toMatch(/^JOB_CREATED/);
  expect(host.status.queue).toEqual({ path, problem: null });
  expect(kept()).toEqual(['after']); // what ended meanwhile has gone too
});

test('refused jobs leave nothing behind', async () => {
  const { peer, db, host } = await keeping();
  const client = await peer();
  db.exec('BEGIN IMMEDIATE');
  client.send(
    ...Array.from({ length: 50 }, () => bg('w')),
    ...Array.from({ length: 50 }, (_, at) => bg('w', `u${at}`)),
  );
  expect(new Set(await client.hears(100))).toEqual(
    new Set(['ERROR QUEUE_ERROR The job was not kept: database is locked']),
  );
  expect(host.broker?.registry.jobs.size).toBe(0);
  client.write('status\n');
  expect(await client.hears(2)).toEqual(['f\t0\t0\t0', '.']);
});

test('a file that cannot be used keeps the server from starting, which says why', async () => {
  const folder = await temporaryFolder();
  const { host, port, stopped } = await embedded({ queue: { path: folder } });
  const { state, failure, queue } = await host.start();
  expect([state, queue, host.target, stopped.length]).toEqual(['failed', null, undefined, 1]);
  expect(failure).toEqual({
    code: 'queue-unusable',
    message: `The queue file ${folder} cannot be opened. Check that its folder exists, and that you may write both.`,
    queue: {
      code: 'queue-unusable',
      message: failure?.message,
      details: { path: folder, why: 'no-database-file', number: 14, reason: expect.any(String) },
    },
    port,
    owner: null,
    freePort: null,
  });
});

test('a second server is kept from the file of the first', async () => {
  const { path } = await keeping();
  const second = await embedded({ queue: { path } });
  expect((await second.host.start()).failure).toMatchObject({
    code: 'queue-unusable',
    queue: { code: 'queue-locked' },
  });
});
