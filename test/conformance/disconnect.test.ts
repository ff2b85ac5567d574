import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';

onBothSides(({ meet }) => {
  test('jobs of a lost worker go to the end of their list, the last assigned first', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const jobs = [];
    for (const number of [1, 2, 3]) jobs.push(await client.submits(`SUBMIT_JOB lost||${number}`));
    await worker.says('CAN_DO lost', 'GRAB_JOB', 'GRAB_JOB');
    await worker.leaves();
    await second.says('CAN_DO lost');
    expect(await second.says(...Array(4).fill('GRAB_JOB'))).toEqual([
      `JOB_ASSIGN ${jobs[2]}|lost|3`,
      `JOB_ASSIGN ${jobs[1]}|lost|2`,
      `JOB_ASSIGN ${jobs[0]}|lost|1`,
      'NO_JOB',
    ]);
  });

  test('a lost job keeps its priority', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const high = await client.submits('SUBMIT_JOB_HIGH rank||high');
    const next = await client.submits('SUBMIT_JOB_HIGH rank||next');
    const normal = await client.submits('SUBMIT_JOB rank||normal');
    await worker.says('CAN_DO rank', 'GRAB_JOB');
    await worker.leaves();
    expect(await second.says('CAN_DO rank', ...Array(3).fill('GRAB_JOB'))).toEqual([
      `JOB_ASSIGN ${next}|rank|next`,
      `JOB_ASSIGN ${high}|rank|high`,
      `JOB_ASSIGN ${normal}|rank|normal`,
    ]);
  });

  test('jobs of several functions each go back to their own', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const jobs = [];
    for (const job of ['left||1', 'left||2', 'right||3', 'right||4'])
      jobs.push(await client.submits(`SUBMIT_JOB ${job}`));
    await worker.says('CAN_DO left', 'CAN_DO right', ...Array(4).fill('GRAB_JOB'));
    await worker.leaves();
    expect(await second.says('CAN_DO left', 'CAN_DO right', ...Array(5).fill('GRAB_JOB'))).toEqual([
      `JOB_ASSIGN ${jobs[3]}|right|4`,
      `JOB_ASSIGN ${jobs[2]}|right|3`,
      `JOB_ASSIGN ${jobs[1]}|left|2`,
      `JOB_ASSIGN ${jobs[0]}|left|1`,
      'NO_JOB',
    ]);
  });

  test('finished jobs of a lost worker stay finished', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const jobs = [];
    for (const number of [1, 2, 3]) jobs.push(await client.submits(`SUBMIT_JOB partly||${number}`));
    await worker.says('CAN_DO partly', ...Array(3).fill('GRAB_JOB'));
    await worker.says(`WORK_COMPLETE ${jobs[1]}|r`);
    await worker.leaves();
    expect(await second.says('CAN_DO partly', ...Array(3).fill('GRAB_JOB'))).toEqual([
      `JOB_ASSIGN ${jobs[2]}|partly|3`,
      `JOB_ASSIGN ${jobs[0]}|partly|1`,
      'NO_JOB',
    ]);
  });

  test('a lost job forgets its progress and counts the loss; its client hears nothing', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB forget||x');
    await worker.says('CAN_DO forget', 'GRAB_JOB', `WORK_STATUS ${job}|1|2`);
    expect(await client.hears()).toEqual([`WORK_STATUS ${job}|1|2`]);
    await worker.leaves();
    expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|0|0|0`]);
    expect(rowOf(await client.asks('status'), 'forget')).toEqual(['forget', '1', '0', '0']);
    expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '1', '0', '0']);
  });

  test('each loss is counted, and the job still goes to its client', async () => {
    const { client, first, second, third } = await meet('client', 'first', 'second', 'third');
    const job = await client.submits('SUBMIT_JOB again||x');
    for (const worker of [first, second]) {
      await worker.says('CAN_DO again', 'GRAB_JOB');
      await worker.leaves();
    }
    expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '2', '0', '0']);
    await third.says('CAN_DO again', 'GRAB_JOB');
    await third.says(`WORK_COMPLETE ${job}|at last`);
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|at last`]);
  });

  test('a lost worker takes all its registrations along', async () => {
    const { admin, worker } = await meet('admin', 'worker');
    await worker.says('CAN_DO gone', 'CAN_DO gone', 'CAN_DO gone-2');
    await worker.leaves();
    const status = await admin.asks('status');
    expect([rowOf(status, 'gone'), rowOf(status, 'gone-2')]).toEqual([
      ['gone', '0', '0', '0'],
      ['gone-2', '0', '0', '0'],
    ]);
  });

  test('a queued job whose client has gone is shown as ignored until a worker asks', async () => {
    const { client, admin, worker } = await meet('client', 'admin', 'worker');
    const job = await client.submits('SUBMIT_JOB ignored|u-ignored|x');
    await client.leaves();
    expect(rowOf(await admin.asks('show jobs'), job)).toEqual([job, '0', '1', '0']);
    expect(rowOf(await admin.asks('prioritystatus'), 'ignored')).toEqual(['ignored', '0', '1', '0', '0']);
    expect(await admin.says(`GET_STATUS ${job}`, 'GET_STATUS_UNIQUE u-ignored')).toEqual([
      `STATUS_RES ${job}|1|0|0|0`,
      'STATUS_RES_UNIQUE u-ignored|1|0|0|0|0',
    ]);
    expect(await worker.says('CAN_DO ignored')).toEqual([]);
    expect(rowOf(await admin.asks('show jobs'), job)).toBeDefined();
    expect(await worker.says('GRAB_JOB')).toEqual(['NO_JOB']);
    expect(rowOf(await admin.asks('show jobs'), job)).toBeUndefined();
    expect(rowOf(await admin.asks('status'), 'ignored')).toEqual(['ignored', '0', '0', '1']);
  });

  test('PRE_SLEEP drops such a job too, and wakes nobody for it', async () => {
    const { client, admin, worker } = await meet('client', 'admin', 'worker');
    const job = await client.submits('SUBMIT_JOB reaped||x');
    await client.leaves();
    expect(await worker.says('CAN_DO reaped', 'PRE_SLEEP')).toEqual([]);
    expect(rowOf(await admin.asks('show jobs'), job)).toBeUndefined();
  });

  test('such a job is dropped when a worker comes to it, not before', async () => {
    const { client, other, worker } = await meet('client', 'other', 'worker');
    const first = await other.submits('SUBMIT_JOB middle||1');
    const gone = await client.submits('SUBMIT_JOB middle||2');
    const last = await other.submits('SUBMIT_JOB middle||3');
    await client.leaves();
    expect(await worker.says('CAN_DO middle', 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${first}|middle|1`]);
    expect(rowOf(await other.asks('show jobs'), gone)).toEqual([gone, '0', '1', '0']);
    expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${last}|middle|3`]);
    expect(rowOf(await other.asks('show jobs'), gone)).toBeUndefined();
  });

  test('a running job goes on when its client leaves, and ends in silence', async () => {
    const { client, admin, worker } = await meet('client', 'admin', 'worker');
    const job = await client.submits('SUBMIT_JOB onward||x');
    await worker.says('CAN_DO onward', 'GRAB_JOB');
    await client.leaves();
    expect(rowOf(await admin.asks('show jobs'), job)).toEqual([job, '0', '1', '0']);
    expect(await admin.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|1|0|0`]);
    expect(await worker.says(`WORK_DATA ${job}|d`, `WORK_STATUS ${job}|1|2`, `WORK_COMPLETE ${job}|r`)).toEqual([]);
    expect(rowOf(await admin.asks('show jobs'), job)).toBeUndefined();
  });

  test('a job that lost its client and then its worker wakes, and is dropped when asked for', async () => {
    const { client, admin, worker, second } = await meet('client', 'admin', 'worker', 'second');
    const job = await client.submits('SUBMIT_JOB orphan||x');
    await worker.says('CAN_DO orphan', 'GRAB_JOB');
    await client.leaves();
    await second.says('CAN_DO orphan', 'PRE_SLEEP');
    await worker.leaves();
    expect(await second.hears()).toEqual(['NOOP']);
    expect(rowOf(await admin.asks('show jobs'), job)).toEqual([job, '1', '1', '0']);
    expect(await second.says('GRAB_JOB')).toEqual(['NO_JOB']);
    expect(rowOf(await admin.asks('show jobs'), job)).toBeUndefined();
  });

  test('a job stays while one of its clients stays', async () => {
    const { client, other, worker } = await meet('client', 'other', 'worker');
    const job = await client.submits('SUBMIT_JOB shared|u-shared|x');
    await other.submits('SUBMIT_JOB shared|u-shared|x');
    await client.leaves();
    expect(rowOf(await other.asks('show jobs'), job)).toEqual([job, '0', '0', '0']);
    await worker.says('CAN_DO shared', 'GRAB_JOB');
    await worker.says(`WORK_COMPLETE ${job}|r`);
    expect(await other.hears()).toEqual([`WORK_COMPLETE ${job}|r`]);
  });

  test('who is client and worker of a job takes it along', async () => {
    const { self, worker } = await meet('self', 'worker');
    const job = await self.submits('SUBMIT_JOB alone||x');
    await self.says('CAN_DO alone', 'GRAB_JOB');
    await self.leaves();
    expect(rowOf(await worker.asks('show jobs'), job)).toEqual([job, '1', '1', '0']);
    expect(await worker.says('CAN_DO alone', 'GRAB_JOB')).toEqual(['NO_JOB']);
  });

  test('a background job of who is client and worker waits again', async () => {
    const { self, worker } = await meet('self', 'worker');
    const job = await self.submits('SUBMIT_JOB_BG survive||x');
    await self.says('CAN_DO survive', 'GRAB_JOB');
    await self.leaves();
    expect(await worker.says('CAN_DO survive', 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|survive|x`]);
  });
});
