import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onBothSides, rowOf, type Stage } from './both-sides.ts';

/** After that time a time-out of a second must be over, ms. */
const OVER = 1500;

onBothSides(
  ({ meet }) => {
    test('a job whose worker takes too long waits again, and wakes who sleeps', async () => {
      const { client, worker, second } = await meet('client', 'worker', 'second');
      const job = await client.submits('SUBMIT_JOB late||x');
      await worker.says('CAN_DO_TIMEOUT late|1000');
      expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|late|x`]);
      await worker.says(`WORK_STATUS ${job}|1|2`);
      expect(await client.hears()).toEqual([`WORK_STATUS ${job}|1|2`]);
      await second.says('CAN_DO late', 'PRE_SLEEP');
      expect(await second.hears()).toEqual(['NOOP']);
      expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '1', '0', '0']); // a loss
      expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|0|0|0`]); // its progress is forgotten
      expect(await worker.says(`WORK_DATA ${job}|late`, `WORK_COMPLETE ${job}|late`)).toEqual([
        'ERROR JOB_NOT_FOUND|Job does not exist on server',
        'ERROR JOB_NOT_FOUND|Job given in work result not found',
      ]);
      expect(await second.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|late|x`]);
      await second.says(`WORK_COMPLETE ${job}|done`);
      expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|done`]);
    });

    test.each(['1', '999', '1e3', '+1000', ' 1000', '1000x', '1.5', '00001000'])(
      'a time-out of %j is a second',
      async (timeout) => {
        const { client, worker } = await meet('client', 'worker');
        const job = await client.submits(`SUBMIT_JOB_BG a-second${timeout}||x`);
        await worker.says(`CAN_DO_TIMEOUT a-second${timeout}|${timeout}`, 'GRAB_JOB');
        await pause(500);
        expect(rowOf(await client.asks('show jobs'), job)?.at(1)).toBe('0');
        await pause(OVER - 500);
        expect(rowOf(await client.asks('show jobs'), job)?.at(1)).toBe('1');
      },
    );

    test.each(['0', '-1', '-1000', 'soon', '', '0x3e8', '2147483648', '4294968296'])(
      'a time-out of %j is no second',
      async (timeout) => {
        const { client, worker } = await meet('client', 'worker');
        const job = await client.submits(`SUBMIT_JOB_BG no-second${timeout}||x`);
        await worker.says(`CAN_DO_TIMEOUT no-second${timeout}|${timeout}`, 'GRAB_JOB');
        await pause(OVER);
        expect(rowOf(await client.asks('show jobs'), job)?.at(1)).toBe('0');
      },
    );

    test('it waits behind the others, and its worker may have it again', async () => {
      const { client, worker } = await meet('client', 'worker');
      const first = await client.submits('SUBMIT_JOB_BG tail||1');
      await worker.says('CAN_DO_TIMEOUT tail|1000', 'GRAB_JOB');
      const other = await client.submits('SUBMIT_JOB_BG tail||2');
      await pause(OVER);
      expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${other}|tail|2`]);
      expect(await worker.says(`WORK_COMPLETE ${other}|`, 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${first}|tail|1`]);
      expect(await worker.says(`WORK_COMPLETE ${first}|`)).toEqual([]);
    });

    test('CAN_DO after CAN_DO_TIMEOUT takes the time-out away', async () => {
      expect(await lossesOf('untimed', meet, 'CAN_DO_TIMEOUT untimed|1000', 'CAN_DO untimed')).toBe('0');
    });

    test('CAN_DO_TIMEOUT after CAN_DO brings one', async () => {
      expect(await lossesOf('timed', meet, 'CAN_DO timed', 'CAN_DO_TIMEOUT timed|1000')).toBe('1');
    });

    test('a time-out that is registered when the job runs comes too late for it', async () => {
      expect(await lossesOf('after', meet, 'CAN_DO after', 'GRAB_JOB', 'CAN_DO_TIMEOUT after|1000')).toBe('0');
    });

    test('a job that ends in time is not late, nor is the next one', async () => {
      const { client, worker } = await meet('client', 'worker');
      const first = await client.submits('SUBMIT_JOB in-time||1');
      const next = await client.submits('SUBMIT_JOB in-time||2');
      await worker.says('CAN_DO_TIMEOUT in-time|1000', 'GRAB_JOB');
      await pause(700);
      expect(await worker.says(`WORK_COMPLETE ${first}|`, 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${next}|in-time|2`]);
      await pause(600);
      expect(await worker.says(`WORK_COMPLETE ${next}|`)).toEqual([]);
      expect(await client.hears(2)).toEqual([`WORK_COMPLETE ${first}|`, `WORK_COMPLETE ${next}|`]);
    });
  },
  { together: true },
);

/** How often a job was lost when a worker that said this has had it for longer than a second. */
async function lossesOf(name: string, meet: Stage['meet'], ...said: string[]): Promise<string | undefined> {
  const { client, worker } = await meet('client', 'worker');
  const job = await client.submits(`SUBMIT_JOB_BG ${name}||x`);
  for (const each of [...said, 'GRAB_JOB']) await worker.says(each); // gearmand sets the time when the job is on its way
  await pause(OVER);
  return rowOf(await client.asks('show jobs'), job)?.at(1);
}
