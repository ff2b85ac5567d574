import { expect, test } from 'vitest';
import { onBothSides, rowOf } from './both-sides.ts';
import type { Peer } from './dialogue.ts';

/** The function and workload of each job that the worker gets, until there is none. */
async function allFor(worker: Peer): Promise<string[]> {
  const got = [];
  for (;;) {
    const [said = ''] = await worker.says('GRAB_JOB');
    if (said === 'NO_JOB') return got;
    got.push(said.replace(/^JOB_ASSIGN [^|]+\|/, ''));
  }
}

/** How many NOOPs each has heard since it was last asked. */
const noopsOf = async (...workers: Peer[]): Promise<number[]> => {
  const heard = [];
  for (const worker of workers) heard.push((await worker.hasHeard()).length);
  return heard;
};

onBothSides(
  ({ meet }) => {
    test('the second loss of a job fails it', async () => {
      const { client, other, first, second } = await meet('client', 'other', 'first', 'second');
      const job = await client.submits('SUBMIT_JOB lost|u-lost|x');
      await other.submits('SUBMIT_JOB lost|u-lost|x');
      await first.says('CAN_DO lost', 'GRAB_JOB');
      await first.leaves();
      expect(rowOf(await client.asks('show jobs'), job)).toEqual([job, '1', '0', '0']);
      await second.says('CAN_DO lost', 'GRAB_JOB');
      await second.leaves();
      expect([await client.hears(), await other.hears()]).toEqual([[`WORK_FAIL ${job}`], [`WORK_FAIL ${job}`]]);
      expect(rowOf(await client.asks('show jobs'), job)).toBeUndefined();
      expect(rowOf(await client.asks('status'), 'lost')).toEqual(['lost', '0', '0', '0']);
    });

    test('a background job is gone then', async () => {
      const { client, worker } = await meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB_BG gone||x');
      for (let times = 0; times < 2; times += 1) await worker.says('CAN_DO gone', 'GRAB_JOB', 'CANT_DO gone');
      expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|0|0|0|0`]);
    });

    test('nobody is woken for a job that has failed', async () => {
      const { client, worker, sleeper } = await meet('client', 'worker', 'sleeper');
      await client.submits('SUBMIT_JOB_BG silent||x');
      await worker.says('CAN_DO silent', 'GRAB_JOB', 'CANT_DO silent', 'CAN_DO silent', 'GRAB_JOB');
      await sleeper.says('CAN_DO silent', 'PRE_SLEEP');
      await worker.says('CANT_DO silent');
      expect(await sleeper.hasHeard()).toEqual([]);
    });

    test('what a worker fails itself is not tried again', async () => {
      const { client, worker } = await meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB failed||x');
      await worker.says('CAN_DO failed', 'GRAB_JOB');
      expect(await worker.says(`WORK_FAIL ${job}`, 'GRAB_JOB')).toEqual(['NO_JOB']);
      expect(await client.hears()).toEqual([`WORK_FAIL ${job}`]);
    });

    test('the same work can be submitted again', async () => {
      const { client, worker } = await meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB_BG again|u-again|x');
      for (let times = 0; times < 2; times += 1) await worker.says('CAN_DO again', 'GRAB_JOB', 'CANT_DO again');
      expect(await client.submits('SUBMIT_JOB_BG again|u-again|x')).not.toBe(job);
    });
  },
  { options: ['--job-retries', '2'] },
);

onBothSides(
  ({ meet }) => {
    test('a job whose worker takes too long fails', async () => {
      const { client, worker } = await meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB late||x');
      await worker.says('CAN_DO_TIMEOUT late|1000', 'GRAB_JOB');
      expect(await client.hears()).toEqual([`WORK_FAIL ${job}`]);
      expect(await worker.says(`WORK_COMPLETE ${job}|r`)).toEqual([
        'ERROR JOB_NOT_FOUND|Job given in work result not found',
      ]);
    });
  },
  { options: ['-j', '1'] },
);

onBothSides(
  ({ meet }) => {
    const shown = async (admin: Peer, id: string) =>
      new RegExp(`^\\d+ 127\\.0\\.0\\.1 ${id} : (.*)$`, 'm').exec(await admin.asks('workers'))?.[1];

    test('functions take turns, and workers shows whose is next', async () => {
      const { client, worker } = await meet('client', 'worker');
      for (const name of ['a', 'b', 'c'])
        for (const job of [1, 2, 3]) await client.submits(`SUBMIT_JOB_BG turn-${name}||${job}`);
      await worker.says('SET_CLIENT_ID w-turn', 'CAN_DO turn-a', 'CAN_DO turn-b', 'CAN_DO turn-c');
      await worker.says('GRAB_JOB');
      expect(await shown(client, 'w-turn')).toBe('turn-b turn-a turn-c');
      expect(await allFor(worker)).toEqual(
        ['b|1', 'a|1', 'c|2', 'b|2', 'a|2', 'c|3', 'b|3', 'a|3'].map((job) => `turn-${job}`),
      );
    });

    test('a function without jobs loses no turn', async () => {
      const { client, worker } = await meet('client', 'worker');
      await worker.says('CAN_DO gap-a', 'CAN_DO gap-b', 'CAN_DO gap-c');
      for (const job of ['SUBMIT_JOB_BG gap-a||1', 'SUBMIT_JOB_BG gap-c||1', 'SUBMIT_JOB_BG gap-c||2'])
        await client.submits(job);
      await client.submits('SUBMIT_JOB_LOW_BG gap-a||low');
      await client.submits('SUBMIT_JOB_HIGH_BG gap-a||high');
      expect(await allFor(worker)).toEqual(['gap-c|1', 'gap-a|high', 'gap-c|2', 'gap-a|1', 'gap-a|low']);
    });

    test('a function that is registered twice has two turns', async () => {
      const { client, worker } = await meet('client', 'worker');
      await worker.says('SET_CLIENT_ID w-two', 'CAN_DO two-x', 'CAN_DO two-y', 'CAN_DO two-x');
      for (const name of ['x', 'y'])
        for (const job of [1, 2, 3]) await client.submits(`SUBMIT_JOB_BG two-${name}||${job}`);
      const seen = [];
      for (let job = 0; job < 6; job += 1)
        seen.push([(await worker.says('GRAB_JOB'))[0]?.split('|')[1], await shown(client, 'w-two')]);
      expect(seen).toEqual([
        ['two-x', 'two-y two-x two-x'],
        ['two-y', 'two-x two-x two-y'],
        ['two-x', 'two-x two-y two-x'],
        ['two-x', 'two-y two-x two-x'],
        ['two-y', 'two-x two-x two-y'],
        ['two-y', 'two-x two-x two-y'],
      ]);
    });

    test('going to sleep takes no turn', async () => {
      const { client, worker } = await meet('client', 'worker');
      for (const name of ['a', 'b']) await client.submits(`SUBMIT_JOB_BG nap-${name}||x`);
      await worker.says('SET_CLIENT_ID w-nap', 'CAN_DO nap-a', 'CAN_DO nap-b', 'PRE_SLEEP', 'PRE_SLEEP');
      expect(await shown(client, 'w-nap')).toBe('nap-b nap-a');
    });
  },
  { options: ['--round-robin'] },
);

onBothSides(
  ({ meet }) => {
    test('each job wakes one worker, in turn', async () => {
      const { client, a, b, c } = await meet('client', 'a', 'b', 'c');
      for (const worker of [a, b, c]) await worker.says('CAN_DO one', 'PRE_SLEEP');
      const woken = [];
      for (let job = 0; job < 4; job += 1) {
        await client.submits('SUBMIT_JOB_BG one||x');
        woken.push(await noopsOf(a, b, c));
      }
      expect(woken).toEqual([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0], // all have one that they did not answer yet
      ]);
    });

    test('who does not sleep is left out', async () => {
      const { client, a, b, c } = await meet('client', 'a', 'b', 'c');
      for (const worker of [a, b, c]) await worker.says('CAN_DO left-out', 'PRE_SLEEP');
      await b.says('GRAB_JOB');
      const woken = [];
      for (let job = 0; job < 3; job += 1) {
        await client.submits('SUBMIT_JOB_BG left-out||x');
        woken.push(await noopsOf(a, b, c));
        for (const worker of [a, c]) await worker.says('GRAB_JOB', 'PRE_SLEEP');
      }
      expect(woken).toEqual([
        [1, 0, 0],
        [0, 0, 1],
        [1, 0, 0],
      ]);
    });

    test('who registered twice has two turns', async () => {
      const { client, a, b } = await meet('client', 'a', 'b');
      for (const worker of [a, b]) await worker.says('CAN_DO turns', 'CAN_DO turns', 'PRE_SLEEP');
      const woken = [];
      for (let job = 0; job < 5; job += 1) {
        await client.submits('SUBMIT_JOB_BG turns||x');
        woken.push(await noopsOf(a, b));
        for (const worker of [a, b]) await worker.says('GRAB_JOB', 'PRE_SLEEP');
      }
      expect(woken).toEqual([
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
        [1, 0],
      ]);
    });

    test('a job that comes back wakes one too', async () => {
      const { client, worker, a, b } = await meet('client', 'worker', 'a', 'b');
      await client.submits('SUBMIT_JOB_BG back||x');
      await worker.says('CAN_DO back', 'GRAB_JOB');
      for (const each of [a, b]) await each.says('CAN_DO back', 'PRE_SLEEP');
      await worker.leaves();
      expect(await noopsOf(a, b)).toEqual([1, 0]);
    });
  },
  { options: ['--worker-wakeup', '1'] },
);

onBothSides(
  ({ meet }) => {
    test('each job wakes two workers', async () => {
      const { client, a, b, c, d } = await meet('client', 'a', 'b', 'c', 'd');
      for (const worker of [a, b, c, d]) await worker.says('CAN_DO two', 'PRE_SLEEP');
      const woken = [];
      for (let job = 0; job < 3; job += 1) {
        await client.submits('SUBMIT_JOB_BG two||x');
        woken.push(await noopsOf(a, b, c, d));
      }
      expect(woken).toEqual([
        [1, 1, 0, 0],
        [0, 0, 1, 1],
        [0, 0, 0, 0],
      ]);
    });

    test('exceptions go to who did not ask for them too, and asking does no harm', async () => {
      const { client, worker } = await meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB thrown||x');
      await worker.says('CAN_DO thrown', 'GRAB_JOB', `WORK_EXCEPTION ${job}|boom`);
      expect(await client.hears()).toEqual([`WORK_EXCEPTION ${job}|boom`]);
      expect(await client.says('OPTION_REQ exceptions', 'OPTION_REQ other')).toEqual([
        'OPTION_RES exceptions',
        'ERROR UNKNOWN_OPTION|Server does not recognize given option',
      ]);
    });

    test('handles begin as asked for', async () => {
      const { client } = await meet('client');
      const job = await client.submits('SUBMIT_JOB_BG named||x');
      expect(job).toMatch(/^ABC def:\d+$/);
      expect(await client.says(`GET_STATUS ${job}`)).toEqual([`STATUS_RES ${job}|1|0|0|0`]);
      expect(await client.asks(`cancel job ${job}`)).toBe('ERR UNKNOWN_ERROR\r\n'); // for it has a space
    });

    test('verbose tells the log level', async () => {
      const { admin } = await meet('admin');
      expect(await admin.asks('verbose')).toBe('OK DEBUG\n');
    });
  },
  { options: ['-w', '2', '--exceptions', '--job-handle-prefix', 'ABC def', '--verbose', 'DEBUG'] },
);
