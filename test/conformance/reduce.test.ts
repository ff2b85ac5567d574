import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';

// The protocol's page gives these packets three arguments; gearmand reads a fourth before the workload and ignores it.
onBothSides(({ meet }) => {
  test('a job with a reducer is assigned with it to who asks for everything', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_REDUCE_JOB map|u-map|sum|0|some|data');
    expect(await worker.says('CAN_DO map', 'GRAB_JOB_ALL')).toEqual([`JOB_ASSIGN_ALL ${job}|map|u-map|sum|some|data`]);
    await worker.says(`WORK_COMPLETE ${job}|r`);
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|r`]);
  });

  test('others get it like any job', async () => {
    const { client, worker } = await meet('client', 'worker');
    const first = await client.submits('SUBMIT_REDUCE_JOB_BACKGROUND plain|u-1|sum||x');
    const second = await client.submits('SUBMIT_REDUCE_JOB_BACKGROUND plain|u-2|sum||x');
    expect(await worker.says('CAN_DO plain', 'GRAB_JOB', 'GRAB_JOB_UNIQ')).toEqual([
      `JOB_ASSIGN ${first}|plain|x`,
      `JOB_ASSIGN_UNIQ ${second}|plain|u-2|x`,
    ]);
  });

  test('an empty reducer is none', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_REDUCE_JOB empty|u-empty||0|x');
    expect(await worker.says('CAN_DO empty', 'GRAB_JOB_ALL')).toEqual([`JOB_ASSIGN_UNIQ ${job}|empty|u-empty|x`]);
  });

  test('the fourth argument may be anything', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_REDUCE_JOB any|u-any|sum|whatever|x');
    expect(await worker.says('CAN_DO any', 'GRAB_JOB_ALL')).toEqual([`JOB_ASSIGN_ALL ${job}|any|u-any|sum|x`]);
  });

  test('both kinds have normal priority; one waits, the other does not', async () => {
    const { client } = await meet('client');
    const foreground = await client.submits('SUBMIT_REDUCE_JOB normal||sum|0|x');
    const background = await client.submits('SUBMIT_REDUCE_JOB_BACKGROUND normal||sum|0|x');
    expect(rowOf(await client.asks('prioritystatus'), 'normal')).toEqual(['normal', '0', '2', '0', '0']);
    const jobs = await client.asks('show jobs');
    expect([rowOf(jobs, foreground), rowOf(jobs, background)]).toEqual([
      [foreground, '0', '0', '0'],
      [background, '0', '0', '1'],
    ]);
  });

  test('they join by unique ID, and by workload for -', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_REDUCE_JOB join|u-join|sum|0|x');
    expect(await client.submits('SUBMIT_REDUCE_JOB join|u-join|other|0|y')).toBe(job);
    expect(await client.submits('SUBMIT_JOB join|u-join|z')).toBe(job);
    const dash = await client.submits('SUBMIT_REDUCE_JOB join|-|sum|0|x');
    expect(await client.submits('SUBMIT_REDUCE_JOB join|-|sum|0|x')).toBe(dash);
  });

  test('who joins a plain job does not give it a reducer', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB bare|u-bare|first');
    await client.submits('SUBMIT_REDUCE_JOB bare|u-bare|sum|0|second');
    expect(await worker.says('CAN_DO bare', 'GRAB_JOB_ALL')).toEqual([`JOB_ASSIGN_UNIQ ${job}|bare|u-bare|first`]);
  });

  test('the reducer is no function of the server', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_REDUCE_JOB mapper|u-mapper|reducer|0|x');
    expect(rowOf(await client.asks('status'), 'reducer')).toBeUndefined();
    expect(await worker.says('CAN_DO reducer', 'GRAB_JOB_ALL')).toEqual(['NO_JOB']);
  });

  test('a reducer of 64 bytes is taken, one of 65 refused in the words for unique IDs', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits(`SUBMIT_REDUCE_JOB long|u-long|${'r'.repeat(64)}|0|x`);
    expect(await worker.says('CAN_DO long', 'GRAB_JOB_ALL')).toEqual([
      `JOB_ASSIGN_ALL ${job}|long|u-long|${'r'.repeat(64)}|x`,
    ]);
    expect(await client.says(`SUBMIT_REDUCE_JOB_BACKGROUND long|u-long-2|${'r'.repeat(65)}|0|x`)).toEqual([
      'ERROR ARGUMENT_TOO_LARGE|Unique value too large',
    ]);
  });
});
