import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';
import type { Peer } from './dialogue.ts';

/** What `workers` lists behind the colon for the connection with that client ID. */
async function abilitiesOf(id: string, admin: Peer): Promise<string | undefined> {
  return new RegExp(`^\\d+ 127\\.0\\.0\\.1 ${id} :(.*)$`, 'm').exec(await admin.asks('workers'))?.[1];
}

onBothSides(({ meet }) => {
  test('a worker without functions gets no job', async () => {
    const { worker } = await meet('worker');
    expect(await worker.says('GRAB_JOB', 'GRAB_JOB_UNIQ', 'GRAB_JOB_ALL', 'PRE_SLEEP')).toEqual([
      'NO_JOB',
      'NO_JOB',
      'NO_JOB',
    ]);
  });

  test('each way to grab has its own answer', async () => {
    const { client, worker } = await meet('client', 'worker');
    const jobs = [];
    for (const number of [1, 2, 3]) jobs.push(await client.submits(`SUBMIT_JOB ways|u-ways-${number}|x|y`));
    expect(await worker.says('CAN_DO ways', 'GRAB_JOB', 'GRAB_JOB_UNIQ', 'GRAB_JOB_ALL', 'GRAB_JOB_ALL')).toEqual([
      `JOB_ASSIGN ${jobs[0]}|ways|x|y`,
      `JOB_ASSIGN_UNIQ ${jobs[1]}|ways|u-ways-2|x|y`,
      `JOB_ASSIGN_UNIQ ${jobs[2]}|ways|u-ways-3|x|y`, // the job has no reducer
      'NO_JOB',
    ]);
  });

  test('CAN_DO makes the function known and says nothing', async () => {
    const { worker } = await meet('worker');
    expect(await worker.says('SET_CLIENT_ID w-known', 'CAN_DO known')).toEqual([]);
    expect(rowOf(await worker.asks('status'), 'known')).toEqual(['known', '0', '0', '1']);
    expect(await abilitiesOf('w-known', worker)).toBe(' known');
  });

  test('CAN_DO twice makes two registrations, CANT_DO removes both', async () => {
    const { worker } = await meet('worker');
    await worker.says('SET_CLIENT_ID w-twice', 'CAN_DO twice', 'CAN_DO twice');
    expect(rowOf(await worker.asks('status'), 'twice')?.at(-1)).toBe('2');
    expect(await abilitiesOf('w-twice', worker)).toBe(' twice twice');
    await worker.says('CANT_DO twice');
    expect(rowOf(await worker.asks('status'), 'twice')?.at(-1)).toBe('0');
    expect(await abilitiesOf('w-twice', worker)).toBe('');
  });

  test('CAN_DO_TIMEOUT registers like CAN_DO', async () => {
    const { client, worker } = await meet('client', 'worker');
    expect(await worker.says('CAN_DO_TIMEOUT timed|60000', 'CAN_DO timed')).toEqual([]);
    expect(rowOf(await worker.asks('status'), 'timed')?.at(-1)).toBe('2');
    const job = await client.submits('SUBMIT_JOB timed||x');
    expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|timed|x`]);
    await worker.says(`WORK_COMPLETE ${job}|`, 'CANT_DO timed');
    expect(rowOf(await worker.asks('status'), 'timed')).toEqual(['timed', '0', '0', '0']);
  });

  test.each(['0', '-1', 'soon', '', '1e3', ' 5', '4294967296'])('CAN_DO_TIMEOUT takes %j', async (timeout) => {
    const { worker } = await meet('worker');
    expect(await worker.says(`CAN_DO_TIMEOUT odd-${timeout}|${timeout}`)).toEqual([]);
    expect(rowOf(await worker.asks('status'), `odd-${timeout}`)?.at(-1)).toBe('1');
  });

  test('CANT_DO of what was not registered changes nothing', async () => {
    const { worker, other } = await meet('worker', 'other');
    await other.says('CAN_DO theirs');
    expect(await worker.says('CANT_DO theirs', 'CANT_DO nobodys', 'CANT_DO their')).toEqual([]);
    const status = await worker.asks('status');
    expect([rowOf(status, 'theirs')?.at(-1), rowOf(status, 'nobodys')]).toEqual(['1', undefined]);
  });

  test('a function whose name has a NUL is shown up to it, and is another one', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB cut||x');
    await worker.says('SET_CLIENT_ID w-cut');
    expect(await worker.says('CAN_DO cut|off', 'CAN_DO cut|', 'GRAB_JOB')).toEqual(['NO_JOB']);
    expect(await abilitiesOf('w-cut', worker)).toBe(' cut cut');
    expect(await worker.says('CANT_DO cut', 'CANT_DO cut|', 'CAN_DO cut', 'GRAB_JOB')).toEqual([
      `JOB_ASSIGN ${job}|cut|x`,
    ]);
    expect(await abilitiesOf('w-cut', worker)).toBe(' cut cut'); // `cut` and `cut|off`
  });

  test('RESET_ABILITIES removes all', async () => {
    const { worker } = await meet('worker');
    await worker.says('SET_CLIENT_ID w-reset', 'CAN_DO reset-1', 'CAN_DO reset-2', 'CAN_DO reset-1');
    expect(await worker.says('RESET_ABILITIES')).toEqual([]);
    const status = await worker.asks('status');
    expect([rowOf(status, 'reset-1')?.at(-1), rowOf(status, 'reset-2')?.at(-1)]).toEqual(['0', '0']);
    expect(await abilitiesOf('w-reset', worker)).toBe('');
  });

  test('the function registered last comes first, until it has no job', async () => {
    const { client, worker } = await meet('client', 'worker');
    for (const name of ['scan-a', 'scan-b', 'scan-c'])
      for (const number of [1, 2]) await client.submits(`SUBMIT_JOB_BG ${name}||${number}`);
    await worker.says('SET_CLIENT_ID w-scan', 'CAN_DO scan-a', 'CAN_DO scan-b', 'CAN_DO scan-c');
    expect(await abilitiesOf('w-scan', worker)).toBe(' scan-c scan-b scan-a');
    const order = await worker.says(...Array(6).fill('GRAB_JOB'));
    expect(order.map((said) => said.replace(/^JOB_ASSIGN [^|]+\|/, ''))).toEqual([
      'scan-c|1',
      'scan-c|2',
      'scan-b|1',
      'scan-b|2',
      'scan-a|1',
      'scan-a|2',
    ]);
  });

  test('a low job of the function that comes first goes before a high job of another', async () => {
    const { client, worker } = await meet('client', 'worker');
    const high = await client.submits('SUBMIT_JOB_HIGH_BG second||x');
    const low = await client.submits('SUBMIT_JOB_LOW_BG first||x');
    await worker.says('CAN_DO second', 'CAN_DO first');
    expect(await worker.says('GRAB_JOB', 'GRAB_JOB')).toEqual([
      `JOB_ASSIGN ${low}|first|x`,
      `JOB_ASSIGN ${high}|second|x`,
    ]);
  });

  test('registering once more brings a function to the front', async () => {
    const { client, worker } = await meet('client', 'worker');
    const front = await client.submits('SUBMIT_JOB_BG front||x');
    await client.submits('SUBMIT_JOB_BG back||x');
    await worker.says('CAN_DO front', 'CAN_DO back', 'CAN_DO front');
    expect(await worker.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${front}|front|x`]);
  });

  test('a worker may hold several jobs and end them in any order', async () => {
    const { client, worker } = await meet('client', 'worker');
    const jobs = [];
    for (const number of [1, 2, 3]) jobs.push(await client.submits(`SUBMIT_JOB several||${number}`));
    await worker.says('CAN_DO several', 'GRAB_JOB', 'GRAB_JOB', 'GRAB_JOB');
    expect(rowOf(await client.asks('status'), 'several')).toEqual(['several', '3', '3', '1']);
    await worker.says(`WORK_COMPLETE ${jobs[2]}|3`, `WORK_FAIL ${jobs[0]}`, `WORK_COMPLETE ${jobs[1]}|2`);
    expect(await client.hears(3)).toEqual([
      `WORK_COMPLETE ${jobs[2]}|3`,
      `WORK_FAIL ${jobs[0]}`,
      `WORK_COMPLETE ${jobs[1]}|2`,
    ]);
  });

  test('a connection may be client and worker, and work on its own job', async () => {
    const { self } = await meet('self');
    const job = await self.submits('SUBMIT_JOB self||x');
    expect(await self.says('CAN_DO self', 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|self|x`]);
    expect(await self.says(`WORK_DATA ${job}|d`, `WORK_COMPLETE ${job}|r`)).toEqual([
      `WORK_DATA ${job}|d`,
      `WORK_COMPLETE ${job}|r`,
    ]);
  });

  test('CANT_DO gives running jobs back at once, and the late answer is refused', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const job = await client.submits('SUBMIT_JOB give||x');
    await worker.says('CAN_DO give', 'GRAB_JOB', `WORK_STATUS ${job}|1|2`);
    expect(await client.hears()).toEqual([`WORK_STATUS ${job}|1|2`]);
    await second.says('CAN_DO give', 'PRE_SLEEP');
    expect(await worker.says('CANT_DO give')).toEqual([]);
    expect(await second.hears()).toEqual(['NOOP']);
    expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '1', '0', '0']);
    expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|0|0|0`]);
    expect(await worker.says(`WORK_COMPLETE ${job}|late`)).toEqual([
      'ERROR JOB_NOT_FOUND|Job given in work result not found',
    ]);
    expect(await second.says('GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|give|x`]);
  });

  test('CANT_DO gives back only jobs of its function', async () => {
    const { client, worker } = await meet('client', 'worker');
    const given = await client.submits('SUBMIT_JOB given||x');
    const kept = await client.submits('SUBMIT_JOB kept||x');
    await worker.says('CAN_DO given', 'CAN_DO kept', 'GRAB_JOB', 'GRAB_JOB', 'CANT_DO given');
    expect(await worker.says(`WORK_COMPLETE ${kept}|r`)).toEqual([]);
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${kept}|r`]);
    expect(rowOf(await client.asks('show jobs'), given)).toEqual([given, '1', '0', '0']);
  });

  test('RESET_ABILITIES gives all jobs back, the last assigned first', async () => {
    const { client, worker, second } = await meet('client', 'worker', 'second');
    const jobs = [];
    for (const number of [1, 2]) jobs.push(await client.submits(`SUBMIT_JOB resets||${number}`));
    for (const number of [3, 4]) jobs.push(await client.submits(`SUBMIT_JOB resets-2||${number}`));
    await worker.says('CAN_DO resets', 'CAN_DO resets-2', ...Array(4).fill('GRAB_JOB'));
    expect(await worker.says('RESET_ABILITIES')).toEqual([]);
    expect(await second.says('CAN_DO resets', 'CAN_DO resets-2', ...Array(5).fill('GRAB_JOB'))).toEqual([
      `JOB_ASSIGN ${jobs[3]}|resets-2|4`,
      `JOB_ASSIGN ${jobs[2]}|resets-2|3`,
      `JOB_ASSIGN ${jobs[1]}|resets|2`,
      `JOB_ASSIGN ${jobs[0]}|resets|1`,
      'NO_JOB',
    ]);
  });
});
