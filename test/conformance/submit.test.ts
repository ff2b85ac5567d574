import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';
import type { Peer } from './dialogue.ts';

/** The number at the end of a handle. */
const numberOf = (handle: string): number => Number(/:(\d+)$/.exec(handle)?.[1]);

/** Grabs until there is no job; returns the workloads in the order in which they came. */
async function takesAll(worker: Peer): Promise<string[]> {
  const workloads: string[] = [];
  for (;;) {
    const [said = ''] = await worker.says('GRAB_JOB');
    if (said === 'NO_JOB') return workloads;
    workloads.push(said.slice(said.lastIndexOf('|') + 1));
  }
}

onBothSides(({ meet }) => {
  test('a handle is H, the host and a number that goes up by one', async () => {
    const { client, other } = await meet('client', 'other');
    const first = await client.submits('SUBMIT_JOB_BG number||x');
    const second = await other.submits('SUBMIT_JOB number||x');
    expect(first).toBe(`H:${hostname()}:${numberOf(first)}`);
    expect(second).toBe(`H:${hostname()}:${numberOf(first) + 1}`);
  });

  test.each([
    ['SUBMIT_JOB', ['0', '1', '0', '0'], '0'],
    ['SUBMIT_JOB_BG', ['0', '1', '0', '0'], '1'],
    ['SUBMIT_JOB_HIGH', ['1', '0', '0', '0'], '0'],
    ['SUBMIT_JOB_HIGH_BG', ['1', '0', '0', '0'], '1'],
    ['SUBMIT_JOB_LOW', ['0', '0', '1', '0'], '0'],
    ['SUBMIT_JOB_LOW_BG', ['0', '0', '1', '0'], '1'],
  ])('%s puts a job into its list', async (submit, queued, background) => {
    const { client } = await meet('client');
    const job = await client.submits(`${submit} list-${submit}||x`);
    expect(rowOf(await client.asks('prioritystatus'), `list-${submit}`)?.slice(1)).toEqual(queued);
    expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '0', '0', background]);
  });

  test('high goes before normal before low, in each the oldest first', async () => {
    const { client, worker } = await meet('client', 'worker');
    await client.submits('SUBMIT_JOB_LOW_BG rank||low 1');
    await client.submits('SUBMIT_JOB_BG rank||normal 1');
    await client.submits('SUBMIT_JOB_HIGH_BG rank||high 1');
    await client.submits('SUBMIT_JOB_LOW rank||low 2');
    await client.submits('SUBMIT_JOB rank||normal 2');
    await client.submits('SUBMIT_JOB_HIGH rank||high 2');
    await worker.says('CAN_DO rank');
    expect(await takesAll(worker)).toEqual(['high 1', 'high 2', 'normal 1', 'normal 2', 'low 1', 'low 2']);
  });

  test('a background job is worked off after its client left', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG later|u-later|x');
    await client.leaves();
    expect(await worker.says('CAN_DO later', 'GRAB_JOB_UNIQ')).toEqual([`JOB_ASSIGN_UNIQ ${job}|later|u-later|x`]);
    expect(await worker.says(`WORK_DATA ${job}|d`, `WORK_COMPLETE ${job}|r`)).toEqual([]);
    expect(rowOf(await worker.asks('show jobs'), job)).toBeUndefined();
  });

  test('a background client hears nothing of its job after the handle', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG silent||x');
    await worker.says('CAN_DO silent', 'GRAB_JOB');
    await worker.says(`WORK_STATUS ${job}|1|2`, `WORK_WARNING ${job}|w`, `WORK_COMPLETE ${job}|r`);
    expect(await client.hasHeard()).toEqual([]);
  });

  test('a function exists from its first job on and stays after its last', async () => {
    const { client, worker } = await meet('client', 'worker');
    expect(rowOf(await client.asks('status'), 'lasting')).toBeUndefined();
    const job = await client.submits('SUBMIT_JOB lasting||x');
    expect(rowOf(await client.asks('status'), 'lasting')).toEqual(['lasting', '1', '0', '0']);
    await worker.says('CAN_DO lasting', 'GRAB_JOB');
    expect(rowOf(await client.asks('status'), 'lasting')).toEqual(['lasting', '1', '1', '1']);
    await worker.says(`WORK_COMPLETE ${job}|`, 'CANT_DO lasting');
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${job}|`]);
    expect(rowOf(await client.asks('status'), 'lasting')).toEqual(['lasting', '0', '0', '0']);
  });

  test('a workload may be empty or hold NULs', async () => {
    const { client, worker } = await meet('client', 'worker');
    const empty = await client.submits('SUBMIT_JOB nul||');
    const full = await client.submits('SUBMIT_JOB nul|u-nul|a|b||c|');
    await worker.says('CAN_DO nul');
    expect(await worker.says('GRAB_JOB_UNIQ', 'GRAB_JOB_UNIQ')).toEqual([
      `JOB_ASSIGN_UNIQ ${empty}|nul||`,
      `JOB_ASSIGN_UNIQ ${full}|nul|u-nul|a|b||c|`,
    ]);
  });

  test('a function name may be empty, or hold spaces, tabs, line ends and any byte', async () => {
    const { client, worker } = await meet('client', 'worker');
    for (const name of ['', 'with space', 'with\ttab', 'with\nline', '\xfc\xff', '.']) {
      const job = await client.submits(`SUBMIT_JOB ${name}||x`);
      expect(await worker.says(`CAN_DO ${name}`, 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|${name}|x`]);
    }
  });

  test('function names differ by case', async () => {
    const { client, worker } = await meet('client', 'worker');
    const upper = await client.submits('SUBMIT_JOB Case|u-case|x');
    const lower = await client.submits('SUBMIT_JOB case|u-case|x');
    expect(upper).not.toBe(lower);
    expect(await worker.says('CAN_DO case', 'GRAB_JOB', 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${lower}|case|x`, 'NO_JOB']);
  });

  test('a function name of 8100 bytes is like any other', async () => {
    const { client, worker } = await meet('client', 'worker');
    const name = 'long'.repeat(2025);
    const job = await client.submits(`SUBMIT_JOB ${name}||x`);
    expect(await worker.says(`CAN_DO ${name}`, 'GRAB_JOB')).toEqual([`JOB_ASSIGN ${job}|${name}|x`]);
  });

  test('the same unique ID joins the unfinished job and takes no new number', async () => {
    const { client, other } = await meet('client', 'other');
    const job = await client.submits('SUBMIT_JOB join|u-join|first');
    expect(await other.submits('SUBMIT_JOB join|u-join|second')).toBe(job);
    expect(await other.submits('SUBMIT_JOB_BG join|u-join|third')).toBe(job);
    expect(numberOf(await other.submits('SUBMIT_JOB join|u-join-2|x'))).toBe(numberOf(job) + 1);
  });

  test('unique IDs differ by case and by function', async () => {
    const { client } = await meet('client');
    const handles = [
      await client.submits('SUBMIT_JOB differ|u-differ|x'),
      await client.submits('SUBMIT_JOB differ|U-DIFFER|x'),
      await client.submits('SUBMIT_JOB differ-2|u-differ|x'),
    ];
    expect(new Set(handles).size).toBe(3);
  });

  test('the first workload and the first priority stay', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB_LOW stay|u-stay|first');
    await client.submits('SUBMIT_JOB_HIGH stay|u-stay|second');
    const other = await client.submits('SUBMIT_JOB stay||other');
    expect(rowOf(await client.asks('prioritystatus'), 'stay')).toEqual(['stay', '0', '1', '1', '0']);
    expect(await worker.says('CAN_DO stay', 'GRAB_JOB', 'GRAB_JOB', 'GRAB_JOB')).toEqual([
      `JOB_ASSIGN ${other}|stay|other`,
      `JOB_ASSIGN ${job}|stay|first`,
      'NO_JOB',
    ]);
  });

  test('all who joined hear the result; who joins late hears what comes later', async () => {
    const { client, other, late, worker } = await meet('client', 'other', 'late', 'worker');
    const job = await client.submits('SUBMIT_JOB share|u-share|x');
    await other.submits('SUBMIT_JOB share|u-share|y');
    await worker.says('CAN_DO share', 'GRAB_JOB', `WORK_DATA ${job}|early`);
    await late.submits('SUBMIT_JOB share|u-share|z');
    await worker.says(`WORK_COMPLETE ${job}|done`);
    expect(await client.hears(2)).toEqual([`WORK_DATA ${job}|early`, `WORK_COMPLETE ${job}|done`]);
    expect(await other.hears(2)).toEqual([`WORK_DATA ${job}|early`, `WORK_COMPLETE ${job}|done`]);
    expect(await late.hears()).toEqual([`WORK_COMPLETE ${job}|done`]);
  });

  test('who submits the same twice hears everything twice', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB twice|u-twice|x');
    expect(await client.submits('SUBMIT_JOB twice|u-twice|x')).toBe(job);
    expect(await client.says('GET_STATUS_UNIQUE u-twice')).toEqual(['STATUS_RES_UNIQUE u-twice|1|0|0|0|2']);
    await worker.says('CAN_DO twice', 'GRAB_JOB', `WORK_DATA ${job}|d`);
    await worker.says(`WORK_COMPLETE ${job}|r`);
    expect(await client.hears(4)).toEqual([
      `WORK_DATA ${job}|d`,
      `WORK_DATA ${job}|d`,
      `WORK_COMPLETE ${job}|r`,
      `WORK_COMPLETE ${job}|r`,
    ]);
  });

  test('after the job has ended, its unique ID makes a new one', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB_BG again|u-again|x');
    await worker.says('CAN_DO again', 'GRAB_JOB');
    expect(await client.submits('SUBMIT_JOB_BG again|u-again|x')).toBe(job); // it still runs
    await worker.says(`WORK_COMPLETE ${job}|`);
    expect(await client.submits('SUBMIT_JOB_BG again|u-again|x')).not.toBe(job);
  });

  test('an empty unique ID never joins', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB_BG single||same');
    expect(await client.submits('SUBMIT_JOB_BG single||same')).not.toBe(job);
  });

  test('the unique ID - joins by function and workload', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB_BG dash|-|same|1');
    expect(await client.submits('SUBMIT_JOB_BG dash|-|same|1')).toBe(job);
    const others = [
      await client.submits('SUBMIT_JOB_BG dash|-|same|2'),
      await client.submits('SUBMIT_JOB_BG dash|-|same'),
      await client.submits('SUBMIT_JOB_BG dash-2|-|same|1'),
    ];
    expect(new Set([job, ...others]).size).toBe(4);
  });

  test('the unique ID - with an empty workload never joins', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB_BG dash-empty|-|');
    expect(await client.submits('SUBMIT_JOB_BG dash-empty|-|')).not.toBe(job);
  });

  test('the unique ID - is not the unique ID that its workload spells', async () => {
    const { client } = await meet('client');
    const job = await client.submits('SUBMIT_JOB_BG dash-key|u-key|x');
    expect(await client.submits('SUBMIT_JOB_BG dash-key|-|u-key')).not.toBe(job);
  });

  test('the unique ID - is told as it was sent', async () => {
    const { client, worker } = await meet('client', 'worker');
    const job = await client.submits('SUBMIT_JOB dash-told|-|told');
    expect(await worker.says('CAN_DO dash-told', 'GRAB_JOB_UNIQ')).toEqual([`JOB_ASSIGN_UNIQ ${job}|dash-told|-|told`]);
    expect((await client.asks('show unique jobs')).split('\n')).toContain('-');
    expect(await client.says('GET_STATUS_UNIQUE -', 'GET_STATUS_UNIQUE told')).toEqual([
      'STATUS_RES_UNIQUE -|0|0|0|0|0',
      'STATUS_RES_UNIQUE told|0|0|0|0|0',
    ]);
  });

  test('large workloads with the unique ID - join only if they are the same to the end', async () => {
    const { client } = await meet('client');
    const large = 'x'.repeat(70_000);
    const job = await client.submits(`SUBMIT_JOB_BG dash-large|-|${large}`);
    expect(await client.submits(`SUBMIT_JOB_BG dash-large|-|${large}`)).toBe(job);
    expect(await client.submits(`SUBMIT_JOB_BG dash-large|-|${large}y`)).not.toBe(job);
  });

  test('a unique ID of 63 bytes is taken, one of 65 refused without a trace', async () => {
    const { client } = await meet('client');
    await client.submits(`SUBMIT_JOB_BG length|${'u'.repeat(63)}|x`);
    expect(
      await client.says(`SUBMIT_JOB_BG length|${'v'.repeat(65)}|x`, `SUBMIT_JOB length-2|${'v'.repeat(66)}|x`),
    ).toEqual(Array(2).fill('ERROR ARGUMENT_TOO_LARGE|Unique value too large'));
    const status = await client.asks('status');
    expect([rowOf(status, 'length'), rowOf(status, 'length-2')]).toEqual([['length', '1', '0', '0'], undefined]);
  });

  test('the handle comes before anything that is said of the job', async () => {
    const { client, worker } = await meet('client', 'worker');
    await worker.says('CAN_DO prompt');
    const jobs = await client.says('SUBMIT_JOB prompt||1', 'SUBMIT_JOB prompt||2', 'SUBMIT_JOB_BG prompt||3');
    expect(jobs.map((said) => said.split(' ')[0])).toEqual(['JOB_CREATED', 'JOB_CREATED', 'JOB_CREATED']);
    expect(await takesAll(worker)).toEqual(['1', '2', '3']);
  });
});
