import { expect, test } from 'vitest';
import { connectionsOf, onBothSides } from './both-sides.ts';

const UNKNOWN_OPTION = 'ERROR UNKNOWN_OPTION|Server does not recognize given option';

onBothSides(({ meet }) => {
  test('the status of a job from its submission to its end', async () => {
    const { client, other, worker } = await meet('client', 'other', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG life|u-life|x');
    const both = [`GET_STATUS ${job}`, 'GET_STATUS_UNIQUE u-life'];
    expect(await other.says(...both)).toEqual([`STATUS_RES ${job}|1|0|0|0`, 'STATUS_RES_UNIQUE u-life|1|0|0|0|0']);
    await worker.says('CAN_DO life', 'GRAB_JOB');
    expect(await other.says(...both)).toEqual([`STATUS_RES ${job}|1|1|0|0`, 'STATUS_RES_UNIQUE u-life|1|1|0|0|0']);
    await worker.says(`WORK_STATUS ${job}|3|10`);
    expect(await other.says(...both)).toEqual([`STATUS_RES ${job}|1|1|3|10`, 'STATUS_RES_UNIQUE u-life|1|1|3|10|0']);
    await worker.says(`WORK_COMPLETE ${job}|`);
    expect(await other.says(...both)).toEqual([`STATUS_RES ${job}|0|0|0|0`, 'STATUS_RES_UNIQUE u-life|0|0|0|0|0']);
  });

  test('the status of what never was', async () => {
    const { client } = await meet('client');
    expect(await client.says('GET_STATUS H:none:0', 'GET_STATUS', `GET_STATUS ${'h'.repeat(63)}`)).toEqual([
      'STATUS_RES H:none:0|0|0|0|0',
      'STATUS_RES |0|0|0|0',
      `STATUS_RES ${'h'.repeat(63)}|0|0|0|0`,
    ]);
    expect(await client.says('GET_STATUS_UNIQUE none', 'GET_STATUS_UNIQUE')).toEqual([
      'STATUS_RES_UNIQUE none|0|0|0|0|0',
      'STATUS_RES_UNIQUE |0|0|0|0|0',
    ]);
  });

  test('what follows a NUL in a question does not count', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB nul|u-nul|x');
    expect(await client.says(`GET_STATUS ${job}|`, `GET_STATUS ${job}|x`, 'GET_STATUS_UNIQUE u-nul|')).toEqual([
      `STATUS_RES ${job}|1|0|0|0`,
      `STATUS_RES ${job}|1|0|0|0`,
      'STATUS_RES_UNIQUE u-nul|1|0|0|0|1',
    ]);
  });

  test('the status by unique ID counts who waits', async () => {
    const { client, other, background } = await meet('client', 'other', 'background');
    const ask = 'GET_STATUS_UNIQUE u-count';
    await client.submits('SUBMIT_JOB count|u-count|x');
    await other.submits('SUBMIT_JOB count|u-count|x');
    await background.submits('SUBMIT_JOB_BG count|u-count|x');
    expect(await client.says(ask)).toEqual(['STATUS_RES_UNIQUE u-count|1|0|0|0|2']);
    await other.leaves();
    expect(await client.says(ask)).toEqual(['STATUS_RES_UNIQUE u-count|1|0|0|0|1']);
  });

  test('the status by unique ID is that of the newest job of any function', async () => {
    const { client, other, worker } = await meet('client', 'other', 'worker');
    await client.submits('SUBMIT_JOB_BG older|u-any|x');
    await other.submits('SUBMIT_JOB newer|u-any|x');
    await worker.says('CAN_DO newer', 'GRAB_JOB');
    expect(await client.says('GET_STATUS_UNIQUE u-any')).toEqual(['STATUS_RES_UNIQUE u-any|1|1|0|0|1']);
  });

  test('the option exceptions is taken in any spelling, which comes back', async () => {
    const { client } = await meet('client');
    expect(await client.says('OPTION_REQ exceptions', 'OPTION_REQ EXceptions', 'OPTION_REQ exceptions|')).toEqual([
      'OPTION_RES exceptions',
      'OPTION_RES EXceptions',
      'OPTION_RES exceptions|',
    ]);
  });

  test('other options are refused', async () => {
    const { client } = await meet('client');
    expect(
      await client.says('OPTION_REQ', 'OPTION_REQ exception', 'OPTION_REQ exceptions ', `OPTION_REQ ${'x'.repeat(64)}`),
    ).toEqual(Array(4).fill(UNKNOWN_OPTION));
  });

  test.each([
    ['w-1', 'w-1'],
    ['two words', 'two words'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['\xfc\xff', '\xfc\xff'],
    ['before|after', 'before'],
    ['i'.repeat(128), 'i'.repeat(127)],
  ])('the client ID %j is shown as it came, up to a NUL and 127 bytes', async (id, shown) => {
    const { worker } = await meet('worker');
    expect(await worker.says(`SET_CLIENT_ID ${id}`)).toEqual([]);
    expect(await worker.asks('workers')).toMatch(new RegExp(`(^|\\n)\\d+ 127\\.0\\.0\\.1 ${shown} :\\n`));
  });

  test('the last client ID counts', async () => {
    const { worker } = await meet('worker');
    await worker.says('SET_CLIENT_ID before', 'CAN_DO named', 'SET_CLIENT_ID after');
    expect(connectionsOf(await worker.asks('workers'))).toEqual(['127.0.0.1 after : named']);
  });

  test.each([
    'UNUSED',
    'NOOP',
    'JOB_CREATED H:a:1',
    'NO_JOB',
    'JOB_ASSIGN H:a:1|f|x',
    'ECHO_RES x',
    'ERROR code|text',
    'STATUS_RES H:a:1|1|1|0|0',
    'ALL_YOURS',
    'OPTION_RES exceptions',
    'JOB_ASSIGN_UNIQ H:a:1|f|u|x',
    'SUBMIT_JOB_SCHED f|u|1|2|3|4|5|x',
    'JOB_ASSIGN_ALL H:a:1|f|u|r|x',
    'STATUS_RES_UNIQUE u|1|1|0|0|1',
  ])('%s is not expected from a client, and the connection stays', async (packet) => {
    const { client } = await meet('client');
    expect(await client.says(packet, 'GRAB_JOB')).toEqual(['ERROR INVALID_COMMAND|Command not expected', 'NO_JOB']);
  });
});
