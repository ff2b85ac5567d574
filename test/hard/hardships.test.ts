import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { binary, type Peer, request } from '../conformance/dialogue.ts';
import { GEARBENCH, JobServer } from '../conformance/job-server.ts';
import { afterThisTest } from '../support/cleanup.ts';

/** What a peer may do to a server in a process of its own, and that everybody else is served. */

const MEGABYTE = 1024 * 1024;

let server: JobServer;
beforeAll(async () => {
  server = await JobServer.start(GEARBENCH);
});
afterEach(() => server.everybodyLeaves());
afterAll(() => server?.stop());

/** Memory of the server that nothing else uses, in bytes. */
const memory = (): number =>
  Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024;
const canMeasure = process.platform === 'linux';

/** A job goes from a client to a worker and back. */
async function served(client: Peer, worker: Peer): Promise<void> {
  const job = await client.submits('SUBMIT_JOB served||in');
  expect(await worker.says('CAN_DO served', 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|served|in`]);
  worker.sends(`WORK_COMPLETE ${job}|out`, 'CANT_DO served');
  expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|out`]);
}

test('a line of a megabyte that does not end, ends the connection', async () => {
  const { talker, client, worker } = await server.meet('talker', 'client', 'worker');
  talker.sends(Buffer.alloc(MEGABYTE, 'x'));
  expect(await talker.hearsTheEnd()).toEqual([]);
  await served(client, worker);
});

test.skipIf(!canMeasure)('sizes that are declared and never sent take no memory', async () => {
  const { client, worker } = await server.meet('client', 'worker');
  await served(client, worker);
  const before = memory();
  const boasters = Object.values(await server.meet(...Array.from({ length: 100 }, (_, index) => `boaster ${index}`)));
  for (const boaster of boasters) boaster.sends(binary('REQ', 7, 'boast\0\0x', 256 * MEGABYTE));
  await served(client, worker);
  expect(memory() - before).toBeLessThan(100 * MEGABYTE); // they declared 25 GiB
  expect(boasters.every(({ open }) => open)).toBe(true);
});

test.skipIf(!canMeasure)(
  'a client that submits and never reads makes nobody wait and takes no memory without end',
  async () => {
    const { client, worker, admin } = await server.meet('client', 'worker', 'admin');
    const one = request('SUBMIT_JOB_BG unread||x');
    const block = Buffer.concat(Array.from({ length: 2000 }, () => one));
    const greedy = connect(server.port, '127.0.0.1');
    greedy.pause();
    afterThisTest(() => void greedy.destroy());
    const taken = async () => Number(/^unread\t(\d+)/m.exec(await admin.asks('status'))?.[1]);
    let sent = 0;
    let jobs = Number.NaN;
    // It is stuck when others are served turn after turn and nothing more is taken of it, however slow the machine is.
    for (let still = 0; still < 20; ) {
      for (; !greedy.writableNeedDrain; sent += 2000) greedy.write(block);
      await served(client, worker);
      const now = await taken();
      still = now === jobs ? still + 1 : 0;
      jobs = now;
    }
    const before = memory();
    expect(jobs).toBeGreaterThan(0);
    expect(jobs).toBeLessThan(sent);
    for (let turn = 0; turn < 20; turn += 1) await served(client, worker);
    expect(await taken()).toBe(jobs);
    expect(memory() - before).toBeLessThan(20 * MEGABYTE);
    greedy.destroy();
    await admin.asks('drop function unread');
  },
);

test('a worker that takes a job and never answers holds up nobody else; its job waits again when it leaves', async () => {
  const { client, silent, worker, admin } = await server.meet('client', 'silent', 'worker', 'admin');
  const stuck = await client.submits('SUBMIT_JOB same||first');
  expect(await silent.says('CAN_DO same', 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${stuck}|same|first`]);
  await worker.says('CAN_DO same');
  for (let turn = 0; turn < 100; turn += 1) {
    const job = await client.submits(`SUBMIT_JOB same||${turn}`);
    expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|same|${turn}`]);
    await worker.says(`WORK_COMPLETE ${job}|done`);
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|done`]);
  }
  expect(await admin.asks('status')).toContain('same\t1\t1\t2\n');
  expect(await worker.says('PRE_SLEEP')).toEqual([]);
  await silent.leaves();
  expect(await worker.hears()).toEqual(['NOOP']);
  expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${stuck}|same|first`]);
});

const EVERY_BYTE = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1));

test('functions may be named with any byte, alone and all together', async () => {
  const { client, worker, admin } = await server.meet('client', 'worker', 'admin');
  for (const name of [...EVERY_BYTE.filter((byte) => byte !== '|'), EVERY_BYTE.join('').replace('|', '')]) {
    const job = await client.submits(`SUBMIT_JOB ${name}|unique|of ${name}`);
    expect(await worker.says(`CAN_DO ${name}`, 'GRAB_JOB_UNIQ')).toEqual([
      `JOB_ASSIGN_UNIQ ${job}|${name}|unique|of ${name}`,
    ]);
    expect(await admin.asks('status')).toContain(`${name}\t1\t1\t1\n`);
    await worker.says(`WORK_COMPLETE ${job}|${name}`, `CANT_DO ${name}`);
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|${name}`]);
  }
});

test('a function may have a name of eight kilobytes', async () => {
  const { client, worker, admin } = await server.meet('client', 'worker', 'admin');
  const name = 'f'.repeat(8 * 1024);
  const job = await client.submits(`SUBMIT_JOB ${name}||x`);
  expect(await worker.says(`CAN_DO ${name}`, 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|${name}|x`]);
  expect(await admin.asks('status')).toContain(`${name}\t1\t1\t1\n`);
  await worker.says(`WORK_COMPLETE ${job}|y`);
  expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|y`]);
});
