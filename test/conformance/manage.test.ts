import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';
import type { Peer } from './dialogue.ts';

const OK = 'OK\r\n';
const FULL = 'ERROR QUEUE_ERROR|Job queue is full';

onBothSides(({ meet }) => {
  const incomplete = (word: string) =>
    `ERR INVALID_ARGUMENTS An+incomplete+set+of+arguments+was+sent+to+this+command+${word}\r\n`;
  const says = (admin: Peer, line: string) => admin.asks(line, '\r\n');

  test.each([
    ['', 5, 5, 5],
    [' 0', 5, 5, 5],
    [' 2', 2, 2, 2],
    [' 1 2', 1, 2, 5],
    [' 1 2 3', 1, 2, 3],
    [' 2 -1 0', 2, 5, 5],
    [' -1', 5, 5, 5],
    [' abc', 5, 5, 5],
    [' 1 x 2', 1, 5, 2],
    [' 2x', 2, 2, 2],
    [' +2', 2, 2, 2],
    [' 4294967297', 1, 1, 1],
    ['   3', 3, 3, 3],
    [' 1 ', 1, 5, 5],
  ])('maxqueue F%s lets in so many of five: %i high, %i normal, %i low', async (numbers, ...expected) => {
    const { admin, client } = await meet('admin', 'client');
    const taken = [];
    for (const [name, submission] of [
      ['high', 'SUBMIT_JOB_HIGH_BG'],
      ['normal', 'SUBMIT_JOB_BG'],
      ['low', 'SUBMIT_JOB_LOW_BG'],
    ]) {
      const limited = `limit-${name}${numbers.replaceAll(' ', '_')}`;
      await says(admin, `create function ${limited}`);
      expect(await says(admin, `maxqueue ${limited}${numbers}`)).toBe(OK);
      const answers = await client.says(...Array<string>(5).fill(`${submission} ${limited}||x`));
      taken.push(answers.filter((answer) => answer !== FULL).length);
    }
    expect(taken).toEqual(expected);
  });

  test('a limit counts the jobs of all priorities, running ones too', async () => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    await client.submits('SUBMIT_JOB_LOW count||1');
    await worker.says('CAN_DO count', 'GRAB_JOB');
    await client.submits('SUBMIT_JOB_BG count||2');
    expect(await says(admin, 'maxqueue count 3 2 1')).toBe(OK);
    expect(await client.says('SUBMIT_JOB_BG count||x', 'SUBMIT_JOB_LOW count||x')).toEqual([FULL, FULL]);
    await client.submits('SUBMIT_JOB_HIGH count||3');
    expect(await client.says('SUBMIT_JOB_HIGH_BG count||x')).toEqual([FULL]);
  });

  test('all kinds of submissions are refused, and the connection goes on', async () => {
    const { admin, client } = await meet('admin', 'client');
    await client.submits('SUBMIT_JOB_BG kinds||x');
    await says(admin, 'maxqueue kinds 1');
    expect(
      await client.says(
        ...['SUBMIT_JOB kinds||x', 'SUBMIT_JOB_HIGH kinds||x', 'SUBMIT_JOB_LOW_BG kinds||x'],
        ...['SUBMIT_REDUCE_JOB kinds||sum|0|x', 'SUBMIT_JOB_EPOCH kinds||0|x'],
      ),
    ).toEqual(Array(5).fill(FULL));
  });

  test('a submission that joins is not refused, and a refused one takes no handle', async () => {
    const { admin, client } = await meet('admin', 'client');
    const job = await client.submits('SUBMIT_JOB_BG joins|u-full|x');
    await says(admin, 'maxqueue joins 1');
    expect(await client.submits('SUBMIT_JOB joins|u-full|x')).toBe(job);
    expect(await client.says('SUBMIT_JOB joins|u-other|x')).toEqual([FULL]);
    const number = (handle: string) => Number(/\d+$/.exec(handle)?.[0]);
    expect(number(await client.submits('SUBMIT_JOB_BG joins-2||x'))).toBe(number(job) + 1);
  });

  test('delayed, abandoned and cancelled jobs count', async () => {
    const { admin, client, left } = await meet('admin', 'client', 'left');
    await client.submits('SUBMIT_JOB_EPOCH counts||99999999999|x');
    await left.submits('SUBMIT_JOB counts||x');
    await left.leaves();
    const job = await client.submits('SUBMIT_JOB_BG counts||x');
    await says(admin, `cancel job ${job}`);
    await says(admin, 'maxqueue counts 3');
    expect(await client.says('SUBMIT_JOB counts||x')).toEqual([FULL]);
    await says(admin, 'maxqueue counts 4');
    await client.submits('SUBMIT_JOB counts||x');
  });

  test('there is room again when a job has ended', async () => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG room||x');
    await says(admin, 'maxqueue room 1');
    await worker.says('CAN_DO room', 'GRAB_JOB', `WORK_COMPLETE ${job}|`);
    await client.submits('SUBMIT_JOB_BG room||x');
    expect(await client.says('SUBMIT_JOB_BG room||x')).toEqual([FULL]);
  });

  test('only a function that exists is limited, and its name is compared to the letter', async () => {
    const { admin, client } = await meet('admin', 'client');
    expect(await says(admin, 'maxqueue unborn 1')).toBe(OK);
    await client.submits('SUBMIT_JOB_BG unborn||1');
    await client.submits('SUBMIT_JOB_BG unborn||2');
    expect(await says(admin, 'maxqueue UNBORN 1')).toBe(OK);
    await client.submits('SUBMIT_JOB_BG unborn||3');
  });

  test('create function makes it known, and is no harm to one that is', async () => {
    const { admin, client } = await meet('admin', 'client');
    expect(await says(admin, 'create function created')).toBe(OK);
    expect(rowOf(await admin.asks('status'), 'created')).toEqual(['created', '0', '0', '0']);
    await says(admin, 'maxqueue created 1');
    await client.submits('SUBMIT_JOB_BG created||x');
    expect(await says(admin, 'create function created')).toBe(OK);
    expect(await client.says('SUBMIT_JOB_BG created||x')).toEqual([FULL]);
  });

  test('a function that was created may have the name of another in another case', async () => {
    const { admin } = await meet('admin');
    expect([await says(admin, 'create function case'), await says(admin, 'create function CASE')]).toEqual([OK, OK]);
    const status = await admin.asks('status');
    expect([rowOf(status, 'case'), rowOf(status, 'CASE')]).toEqual([
      ['case', '0', '0', '0'],
      ['CASE', '0', '0', '0'],
    ]);
  });

  test.each(['CREATE FUNCTION words-1', 'create  function  words-2', 'Create Function words-3'])(
    '%j is understood',
    async (line) => {
      const { admin } = await meet('admin');
      expect(await says(admin, line)).toBe(OK);
      expect(rowOf(await admin.asks('status'), line.slice(-7))).toBeDefined();
    },
  );

  test('a function may be created without a name', async () => {
    const { admin } = await meet('admin');
    expect(await says(admin, 'create function ')).toBe(OK);
    expect(rowOf(await admin.asks('status'), '')).toBeDefined();
  });

  test.each([
    'maxqueue',
    'MaxQueue',
    'create',
    'Create',
    'create function',
    'create foo',
    'create foo bar',
    'create function a b',
    'create function a ',
    'drop',
    'drop function',
    'DROP foo bar',
    'drop function a b',
  ])('%j lacks arguments, or has too many', async (line) => {
    const { admin } = await meet('admin');
    expect(await says(admin, line)).toBe(incomplete(line.split(' ')[0] as string));
  });

  test('drop function forgets it', async () => {
    const { admin } = await meet('admin');
    await says(admin, 'create function dropped');
    expect(await admin.asks('drop function dropped')).toBe(OK);
    expect(rowOf(await admin.asks('status'), 'dropped')).toBeUndefined();
    expect(await says(admin, 'drop function dropped')).toBe('ERR function not found\r\n');
  });

  test('its name may be in another case', async () => {
    const { admin } = await meet('admin');
    await says(admin, 'create function Cased');
    expect(await says(admin, 'drop FUNCTION cASED')).toBe(OK);
    expect(rowOf(await admin.asks('status'), 'Cased')).toBeUndefined();
  });

  test('a function that a worker can do is not dropped', async () => {
    const { admin, worker } = await meet('admin', 'worker');
    await worker.says('CAN_DO used');
    expect(await says(admin, 'drop function used')).toBe(
      'ERR there are still connected workers or executing clients\r\n',
    );
    await worker.says('CANT_DO used');
    expect(await says(admin, 'drop function used')).toBe(OK);
  });

  test('a dropped function can be made anew', async () => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    await says(admin, 'create function anew');
    await says(admin, 'maxqueue anew 1');
    await says(admin, 'drop function anew');
    const jobs = [await client.submits('SUBMIT_JOB_BG anew||1'), await client.submits('SUBMIT_JOB_BG anew||2')];
    expect(await worker.says('CAN_DO anew', 'GRAB_JOB', 'GRAB_JOB')).toEqual([
      `JOB_ASSIGN ${jobs[0]}|anew|1`,
      `JOB_ASSIGN ${jobs[1]}|anew|2`,
    ]);
  });

  test('a cancelled job fails for all its clients at once', async () => {
    const { admin, client, other } = await meet('admin', 'client', 'other');
    const job = await client.submits('SUBMIT_JOB fails|u-fails|x');
    await other.submits('SUBMIT_JOB fails|u-fails|x');
    await other.submits('SUBMIT_JOB fails|u-fails|x');
    expect(await admin.asks(`cancel job ${job}`)).toBe(OK);
    expect(await client.hears()).toEqual([`WORK_FAIL ${job}`]);
    expect(await other.hears(2)).toEqual([`WORK_FAIL ${job}`, `WORK_FAIL ${job}`]);
  });

  test.each(['SUBMIT_JOB', 'SUBMIT_JOB_BG'])('a cancelled %s stays until a worker comes to it', async (submission) => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    const name = `stays-${submission}`;
    const job = await client.submits(`${submission} ${name}|u-${name}|x`);
    expect(await admin.asks(`cancel job ${job}`)).toBe(OK);
    expect(rowOf(await admin.asks('show jobs'), job)).toEqual([job, '0', '1', '0']);
    expect(rowOf(await admin.asks('status'), name)).toEqual([name, '1', '0', '0']);
    expect(rowOf(await admin.asks('prioritystatus'), name)).toEqual([name, '0', '1', '0', '0']);
    expect(await admin.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|0|0|0`]);
    expect((await admin.says(`GET_STATUS_UNIQUE u-${name}`))[0]).toMatch(`STATUS_RES_UNIQUE u-${name}|1|0|0|0|`);
    expect(await admin.asks(`cancel job ${job}`)).toBe(OK);
    expect(await worker.says(`CAN_DO ${name}`, 'PRE_SLEEP', 'GRAB_JOB')).toEqual(['NO_JOB']);
    expect(rowOf(await admin.asks('show jobs'), job)).toBeUndefined();
    expect(await admin.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|0|0|0|0`]);
    expect(await admin.asks(`cancel job ${job}`)).toBe('ERR UNKNOWN_JOB\r\n');
  });

  test('the worker of a cancelled job is not told, and may end it', async () => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG untold||x');
    await worker.says('CAN_DO untold', 'GRAB_JOB');
    expect(await admin.asks(`cancel job ${job}`)).toBe(OK);
    expect(rowOf(await admin.asks('show jobs'), job)).toEqual([job, '0', '1', '0']);
    expect(rowOf(await admin.asks('status'), 'untold')).toEqual(['untold', '1', '1', '1']);
    expect(await worker.says(`WORK_DATA ${job}|d`, `WORK_COMPLETE ${job}|r`)).toEqual([]);
    expect(rowOf(await admin.asks('status'), 'untold')).toEqual(['untold', '0', '0', '1']);
  });

  test('a cancelled job that its worker loses is dropped', async () => {
    const { admin, client, worker, second } = await meet('admin', 'client', 'worker', 'second');
    const job = await client.submits('SUBMIT_JOB_BG losing||x');
    await worker.says('CAN_DO losing', 'GRAB_JOB');
    await admin.asks(`cancel job ${job}`);
    await worker.leaves();
    expect(rowOf(await admin.asks('show jobs'), job)).toEqual([job, '1', '1', '0']);
    expect(await second.says('CAN_DO losing', 'GRAB_JOB')).toEqual(['NO_JOB']);
  });

  test('a client may cancel its own job, and hears of that first', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB own||x');
    expect(await client.says(Buffer.from(`cancel job ${job}\n`))).toEqual([`WORK_FAIL ${job}`, OK]);
  });

  test('a job that has ended cannot be cancelled', async () => {
    const { admin, client, worker } = await meet('admin', 'client', 'worker');
    const job = await client.submits('SUBMIT_JOB ended||x');
    await worker.says('CAN_DO ended', 'GRAB_JOB', `WORK_COMPLETE ${job}|`);
    expect(await admin.asks(`cancel job ${job}`)).toBe('ERR UNKNOWN_JOB\r\n');
  });

  test.each([
    ['cancel', 'ERR UNKNOWN_COMMAND Unknown+server+commandcancel\r\n'],
    ['CANCEL job', 'ERR UNKNOWN_COMMAND Unknown+server+commandCANCEL\r\n'],
    ['cancel job ', 'ERR UNKNOWN_JOB\r\n'],
    ['cancel JOB H:x:1', 'ERR UNKNOWN_JOB\r\n'],
    ['cancel job 1', 'ERR UNKNOWN_JOB\r\n'],
    ['cancel foo bar', 'ERR UNKNOWN_ERROR\r\n'],
    ['cancel job x y', 'ERR UNKNOWN_ERROR\r\n'],
    ['cancel foo bar baz x', 'ERR UNKNOWN_ERROR\r\n'],
  ])('%j is answered with %j', async (line, reply) => {
    const { admin } = await meet('admin');
    expect([await admin.asks(line, '\n'), await admin.asks(line, '\r\n')]).toEqual([reply, reply]);
  });
});
