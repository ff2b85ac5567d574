import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';
import type { JobServer } from './job-server.ts';

const NOT_FOUND = 'ERROR JOB_NOT_FOUND|Job given in work result not found';
const NO_JOB = 'ERROR JOB_NOT_FOUND|Job does not exist on server';
const NO_JOB_EXCEPTION = 'ERROR JOB_NOT_FOUND|An exception was received for a job that does not exist';

/** A client waits for a job that a worker has begun. */
async function begun(meet: JobServer['meet'], name: string) {
  const { client, worker } = await meet('client', 'worker');
  const job = await client.submits(`SUBMIT_JOB ${name}||x`);
  await worker.says(`CAN_DO ${name}`, 'GRAB_JOB');
  return { client, worker, job };
}

onBothSides(({ meet }) => {
  test('data, warnings and the result go to the client as they are', async () => {
    const { client, worker, job } = await begun(meet, 'talk');
    expect(
      await worker.says(
        `WORK_DATA ${job}|a|b||`,
        `WORK_DATA ${job}|`,
        `WORK_WARNING ${job}|w\xff`,
        `WORK_STATUS ${job}|1|2`,
        `WORK_COMPLETE ${job}|r|r|`,
      ),
    ).toEqual([]);
    expect(await client.hears(5)).toEqual([
      `WORK_DATA ${job}|a|b||`,
      `WORK_DATA ${job}|`,
      `WORK_WARNING ${job}|w\xff`,
      `WORK_STATUS ${job}|1|2`,
      `WORK_COMPLETE ${job}|r|r|`,
    ]);
    expect(rowOf(await client.asks('status'), 'talk')).toEqual(['talk', '0', '0', '1']);
  });

  test('an empty result ends the job', async () => {
    const { client, worker, job } = await begun(meet, 'brief');
    await worker.says(`WORK_COMPLETE ${job}|`);
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|`]);
    expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|0|0|0|0`]);
  });

  test('a failure goes to the client without a NUL at its end, and ends the job', async () => {
    const { client, worker, job } = await begun(meet, 'fail');
    expect(await worker.says(`WORK_FAIL ${job}`)).toEqual([]);
    expect(await client.hears()).toEqual([`WORK_FAIL ${job}`]);
    expect(rowOf(await client.asks('show jobs'), job)).toBeUndefined();
    expect(rowOf(await client.asks('status'), 'fail')).toEqual(['fail', '0', '0', '1']);
  });

  test('a failure with a NUL at its end is one too', async () => {
    const { client, worker, job } = await begun(meet, 'fail-nul');
    expect(await worker.says(`WORK_FAIL ${job}|`)).toEqual([]);
    expect((await client.hears())[0]).toMatch(new RegExp(`^WORK_FAIL ${job}`)); // what follows: differences.test.ts
    expect(rowOf(await client.asks('show jobs'), job)).toBeUndefined();
  });

  test('an exception goes to who asked for exceptions, and ends the job', async () => {
    const { client, worker, job } = await begun(meet, 'boom');
    expect(await client.says('OPTION_REQ exceptions')).toEqual(['OPTION_RES exceptions']); // also after the submission
    expect(await worker.says(`WORK_EXCEPTION ${job}|boom|here`)).toEqual([]);
    expect(await client.hears()).toEqual([`WORK_EXCEPTION ${job}|boom|here`]);
    expect(rowOf(await client.asks('show jobs'), job)).toBeUndefined();
  });

  test('an exception is a failure for who did not ask for exceptions', async () => {
    const { client, worker, job } = await begun(meet, 'quiet');
    await worker.says(`WORK_EXCEPTION ${job}|boom`);
    expect((await client.hears())[0]).toMatch(new RegExp(`^WORK_FAIL ${job}\\|?$`)); // the NUL: differences.test.ts
  });

  test('exceptions are asked for per connection', async () => {
    const { client, worker, job } = await begun(meet, 'per');
    const { other } = await meet('other');
    await client.says('OPTION_REQ exceptions');
    await other.says('SUBMIT_JOB per||x', 'SUBMIT_JOB per||y');
    await worker.says(`WORK_EXCEPTION ${job}|mine`);
    const [assigned = ''] = await worker.says('GRAB_JOB');
    const theirs = /^JOB_ASSIGN ([^|]+)/.exec(assigned)?.[1] as string;
    await worker.says(`WORK_EXCEPTION ${theirs}|theirs`);
    expect(await client.hears()).toEqual([`WORK_EXCEPTION ${job}|mine`]);
    expect((await other.hears())[0]).toMatch(/^WORK_FAIL /);
  });

  test('an exception of a background job ends it in silence', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG boom-bg||x');
    await client.says('OPTION_REQ exceptions');
    await worker.says('CAN_DO boom-bg', 'GRAB_JOB');
    expect(await worker.says(`WORK_EXCEPTION ${job}|boom`)).toEqual([]);
    expect(await client.hasHeard()).toEqual([]);
    expect(rowOf(await client.asks('status'), 'boom-bg')).toEqual(['boom-bg', '0', '0', '1']);
  });

  test('after its end nothing can be said of a job', async () => {
    const { client, worker, job } = await begun(meet, 'over');
    await worker.says(`WORK_COMPLETE ${job}|r`);
    await client.hears();
    expect(
      await worker.says(
        `WORK_COMPLETE ${job}|r`,
        `WORK_FAIL ${job}`,
        `WORK_STATUS ${job}|1|2`,
        `WORK_DATA ${job}|d`,
        `WORK_WARNING ${job}|w`,
        `WORK_EXCEPTION ${job}|e`,
      ),
    ).toEqual([NOT_FOUND, NOT_FOUND, NOT_FOUND, NO_JOB, NO_JOB, NO_JOB_EXCEPTION]);
    expect(await client.hasHeard()).toEqual([]);
  });

  test('a failure after an exception comes too late', async () => {
    const { worker, job } = await begun(meet, 'too-late');
    expect(await worker.says(`WORK_EXCEPTION ${job}|e`)).toEqual([]);
    expect(await worker.says(`WORK_FAIL ${job}`)).toEqual([NOT_FOUND]);
  });

  test('only the worker that has the job may speak of it', async () => {
    const { client, worker, job } = await begun(meet, 'mine');
    const { intruder } = await meet('intruder');
    expect(
      await intruder.says(
        'CAN_DO mine',
        `WORK_COMPLETE ${job}|r`,
        `WORK_FAIL ${job}`,
        `WORK_STATUS ${job}|1|2`,
        `WORK_DATA ${job}|d`,
        `WORK_WARNING ${job}|w`,
        `WORK_EXCEPTION ${job}|e`,
      ),
    ).toEqual([NOT_FOUND, NOT_FOUND, NOT_FOUND, NO_JOB, NO_JOB, NO_JOB_EXCEPTION]);
    expect(await client.hasHeard()).toEqual([]);
    expect(await worker.says(`WORK_COMPLETE ${job}|r`)).toEqual([]);
  });

  test('nobody may speak of a job that waits', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB waits||x');
    expect(await worker.says('CAN_DO waits', `WORK_COMPLETE ${job}|r`, `WORK_DATA ${job}|d`)).toEqual([
      NOT_FOUND,
      NO_JOB,
    ]);
    expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '0', '0', '0']);
  });

  test('a handle that never was is told the same', async () => {
    const { worker } = await meet('worker');
    expect(
      await worker.says(
        'WORK_COMPLETE H:none:0|r',
        'WORK_FAIL',
        'WORK_STATUS |1|2',
        'WORK_DATA |',
        'WORK_EXCEPTION x|',
      ),
    ).toEqual([NOT_FOUND, NOT_FOUND, NOT_FOUND, NO_JOB, NO_JOB_EXCEPTION]);
  });

  test('a handle of 64 bytes is too long only for WORK_FAIL', async () => {
    const { worker } = await meet('worker');
    const handle = 'h'.repeat(64);
    expect(
      await worker.says(
        `WORK_FAIL ${handle}`,
        `WORK_FAIL ${'h'.repeat(63)}`,
        `WORK_COMPLETE ${handle}|r`,
        `WORK_STATUS ${handle}|1|2`,
        `WORK_DATA ${handle}|d`,
        `WORK_EXCEPTION ${handle}|e`,
      ),
    ).toEqual([
      'ERROR ARGUMENT_TOO_LARGE|Error occurred due to GEARMAND_JOB_HANDLE_SIZE being too small from snprintf',
      NOT_FOUND,
      NOT_FOUND,
      NOT_FOUND,
      NO_JOB,
      NO_JOB_EXCEPTION,
    ]);
  });

  test('progress goes on as it was sent and is answered as numbers', async () => {
    const { client, worker, job } = await begun(meet, 'far');
    expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|1|0|0`]);
    await worker.says(`WORK_STATUS ${job}|007|1e3`);
    expect(await client.says(`GET_STATUS ${job}`)).toEqual([`WORK_STATUS ${job}|007|1e3`, `STATUS_RES ${job}|1|1|7|1`]);
  });

  test.each([
    ['none', 'abc', '', '0', '0'],
    ['signed', '-5', '+6', '4294967291', '6'],
    ['spaced', '\t5', ' 6', '5', '6'],
    ['broken', '--5', '1.5', '0', '1'],
    ['at the end of 32 bits', '4294967295', '4294967296', '4294967295', '0'],
    ['over 32 bits', '99999999999', '9999999999', '1215752191', '1410065407'],
    ['over 64 bits', '9223372036854775808', '1', '4294967295', '1'],
    ['under 64 bits', '-9223372036854775809', '-1', '0', '4294967295'],
    ['longer than ten bytes', '00000000000000000005', '12345678901', '5', '1234567890'],
    ['followed by a NUL', '5', '6|7', '5', '6'],
  ])('progress in numbers that are %s', async (kind, numerator, denominator, known, whole) => {
    const { client, worker, job } = await begun(meet, `numbers-${kind}`);
    await worker.says(`WORK_STATUS ${job}|${numerator}|${denominator}`);
    expect(await client.says(`GET_STATUS ${job}`)).toEqual([
      `WORK_STATUS ${job}|${numerator}|${denominator}`,
      `STATUS_RES ${job}|1|1|${known}|${whole}`,
    ]);
  });
});
