import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';

/** A time that is over in one or two seconds, as SUBMIT_JOB_EPOCH has it. */
const soon = (): number => Math.ceil(Date.now() / 1000) + 1;
const until = async (epoch: number): Promise<void> => {
  while (Date.now() < epoch * 1000 + 50) await pause(50);
};
const far = (): number => Math.ceil(Date.now() / 1000) + 1000;

onBothSides(
  ({ meet }) => {
    test('a delayed job is in all tables, but no worker gets it before its time', async () => {
      const { client, worker } = await meet('client', 'worker');
      const epoch = soon();
      const job = await client.submits(`SUBMIT_JOB_EPOCH later|u-later|${epoch}|x`);
      expect(await worker.says('CAN_DO later', 'PRE_SLEEP', 'GRAB_JOB')).toEqual(['NO_JOB']);
      expect(rowOf(await client.asks('status'), 'later')).toEqual(['later', '1', '0', '1']);
      expect(rowOf(await client.asks('prioritystatus'), 'later')).toEqual(['later', '0', '1', '0', '1']);
      expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '0', '0', '1']);
      expect(await client.says(`GET_STATUS ${job}`, 'GET_STATUS_UNIQUE u-later')).toEqual([
        `STATUS_RES ${job}|1|0|0|0`,
        'STATUS_RES_UNIQUE u-later|1|0|0|0|0',
      ]);
      await until(epoch);
      expect(await worker.says('GRAB_JOB_UNIQ')).toEqual([`JOB_ASSIGN_UNIQ ${job}|later|u-later|x`]);
    });

    test('a worker about to sleep is woken when the time is over', async () => {
      const { client, worker } = await meet('client', 'worker');
      const epoch = soon();
      await client.submits(`SUBMIT_JOB_EPOCH over||${epoch}|x`);
      await worker.says('CAN_DO over');
      await until(epoch);
      expect(await worker.says('PRE_SLEEP')).toEqual(['NOOP']);
    });

    test('other jobs go before it', async () => {
      const { client, worker } = await meet('client', 'worker');
      await client.submits(`SUBMIT_JOB_EPOCH passed||${far()}|later`);
      const job = await client.submits('SUBMIT_JOB_BG passed||now');
      expect(await worker.says('CAN_DO passed', 'PRE_SLEEP', 'GRAB_JOB', 'GRAB_JOB', 'PRE_SLEEP')).toEqual([
        'NOOP',
        `JOB_ASSIGN ${job}|passed|now`,
        'NO_JOB',
      ]);
    });

    test('a submission of the same work joins it, and waits too', async () => {
      const { client, other, worker } = await meet('client', 'other', 'worker');
      const epoch = soon();
      const job = await client.submits(`SUBMIT_JOB_EPOCH joined|u-joined|${epoch}|first`);
      expect(await other.submits('SUBMIT_JOB_HIGH joined|u-joined|second')).toBe(job);
      expect(await other.submits(`SUBMIT_JOB_EPOCH joined|u-joined|0|third`)).toBe(job);
      expect(await worker.says('CAN_DO joined', 'GRAB_JOB')).toEqual(['NO_JOB']);
      await until(epoch);
      expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|joined|first`]);
      await worker.says(`WORK_COMPLETE ${job}|r`);
      expect(await other.hears()).toEqual([`WORK_COMPLETE ${job}|r`]);
    });

    test('the unique ID - joins by workload', async () => {
      const { client } = await meet('client');
      const job = await client.submits(`SUBMIT_JOB_EPOCH dash|-|${far()}|same`);
      expect(await client.submits('SUBMIT_JOB_EPOCH dash|-|0|same')).toBe(job);
      expect(await client.submits('SUBMIT_JOB_EPOCH dash|-|0|else')).not.toBe(job);
    });

    test('a unique ID of 65 bytes is refused', async () => {
      const { client } = await meet('client');
      expect(await client.says(`SUBMIT_JOB_EPOCH long|${'u'.repeat(65)}|0|x`)).toEqual([
        'ERROR ARGUMENT_TOO_LARGE|Unique value too large',
      ]);
    });

    test.each(['0', '', '1', '-1', ' 1', 'abc', '1e99'])('a job for %j is there at once', async (epoch) => {
      const { client, worker } = await meet('client', 'worker');
      const job = await client.submits(`SUBMIT_JOB_EPOCH past${epoch}||${epoch}|x|y`);
      expect(await worker.says(`CAN_DO past${epoch}`, 'PRE_SLEEP', 'GRAB_JOB')).toEqual([
        'NOOP',
        `JOB_ASSIGN ${job}|past${epoch}|x|y`,
      ]);
    });

    test.each(['4294967296', '9223372036854775807'])('a job for %j is not', async (epoch) => {
      const { client, worker } = await meet('client', 'worker');
      await client.submits(`SUBMIT_JOB_EPOCH far${epoch}||${epoch}|x`);
      expect(await worker.says(`CAN_DO far${epoch}`, 'PRE_SLEEP', 'GRAB_JOB')).toEqual(['NO_JOB']);
    });

    test('a sleeping worker is woken at once by a job for a time that is over', async () => {
      const { client, worker } = await meet('client', 'worker');
      await worker.says('CAN_DO woken', 'PRE_SLEEP');
      await client.submits('SUBMIT_JOB_EPOCH woken||1|x');
      expect(await worker.hears()).toEqual(['NOOP']);
    });

    test('SUBMIT_JOB_SCHED is not expected', async () => {
      const { client } = await meet('client');
      expect(await client.says('SUBMIT_JOB_SCHED sched||0|0|1|1|1|x')).toEqual([
        'ERROR INVALID_COMMAND|Command not expected',
      ]);
    });
  },
  { together: true },
);
