import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bytes } from '../support/packets.ts';
import { connectionsOf, missing, rowOf } from './both-sides.ts';
import { binary } from './dialogue.ts';
import { GEARBENCH, GEARMAND, JobServer } from './job-server.ts';

/**
 * Where we differ from gearmand 1.1.20, on purpose: what happens, what it makes of that and what we make of it. Both are
 * checked. docs/protocol.md section 6 tells why. Handles are written as `H`.
 */
interface Difference {
  what: string;
  /** It may harm the server, so that it gets one of its own. */
  harmful?: true;
  /** It waits for seconds, and so is held together with others like it. */
  slow?: true;
  /** The conversation; returns what is compared. */
  told: (server: JobServer) => Promise<unknown>;
  gearmand: unknown;
  gearbench: unknown;
}

/** After that time a time-out of a second must be over, ms. */
const OVER = 1500;

/** A time in the future, as SUBMIT_JOB_EPOCH has it. */
const inSeconds = (seconds: number): number => Math.ceil(Date.now() / 1000) + seconds;

const DIFFERENCES: Difference[] = [
  // What a worker says of a job.
  {
    what: 'an exception, for a client without the option, is a failure without a NUL at its end',
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB exception||x');
      await worker.says('CAN_DO exception', 'GRAB_JOB', `WORK_EXCEPTION ${job}|boom`);
      return await client.hears();
    },
    gearmand: ['WORK_FAIL H|'], // libgearman up to 1.1.20 waits for ever on this
    gearbench: ['WORK_FAIL H'],
  },
  {
    what: 'a failure is passed on with its handle and nothing else',
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB failure||x');
      await worker.says('CAN_DO failure', 'GRAB_JOB', `WORK_FAIL ${job}|why`);
      return await client.hears();
    },
    gearmand: ['WORK_FAIL H|why'],
    gearbench: ['WORK_FAIL H'],
  },
  {
    what: 'progress whose denominator is longer than 11 bytes is passed on',
    harmful: true,
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB denominator||x');
      await worker.says('CAN_DO denominator', 'GRAB_JOB');
      worker.sends(`WORK_STATUS ${job}|1|123456789012`);
      return await client.hearsInAWhile();
    },
    gearmand: [],
    gearbench: ['WORK_STATUS H|1|123456789012'],
  },

  // Unique IDs.
  {
    what: 'a unique ID of 64 bytes arrives whole',
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      await client.submits(`SUBMIT_JOB_BG whole|${'u'.repeat(64)}|x`);
      return await worker.says('CAN_DO whole', 'GRAB_JOB_UNIQ');
    },
    gearmand: [`JOB_ASSIGN_UNIQ H|whole|${'u'.repeat(63)}||x`], // the worker takes "\0x" for the workload
    gearbench: [`JOB_ASSIGN_UNIQ H|whole|${'u'.repeat(64)}|x`],
  },
  {
    what: 'a unique ID of 64 bytes joins',
    told: async (server) => {
      const { client } = await server.meet('client');
      const job = await client.submits(`SUBMIT_JOB_BG join|${'j'.repeat(64)}|x`);
      return job === (await client.submits(`SUBMIT_JOB_BG join|${'j'.repeat(64)}|x`)) ? 'joined' : 'a new job';
    },
    gearmand: 'a new job',
    gearbench: 'joined',
  },
  {
    what: 'a unique ID of 65 bytes is refused with a reducer too',
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const answer = await client.says(`SUBMIT_REDUCE_JOB reduce|${'u'.repeat(65)}|sum|0|x`);
      return [answer, await worker.says('CAN_DO reduce', 'GRAB_JOB_UNIQ')];
    },
    gearmand: [['JOB_CREATED H'], [expect.stringMatching(`^JOB_ASSIGN_UNIQ H\\|reduce\\|${'u'.repeat(63)}\\|`)]],
    gearbench: [['ERROR ARGUMENT_TOO_LARGE|Unique value too large'], ['NO_JOB']],
  },
  {
    what: 'the status of a handle of 64 bytes is answered',
    harmful: true,
    told: async (server) => {
      const { client } = await server.meet('client');
      client.sends(`GET_STATUS ${'h'.repeat(64)}`);
      return await client.hearsInAWhile();
    },
    gearmand: [],
    gearbench: [`STATUS_RES ${'h'.repeat(64)}|0|0|0|0`],
  },
  {
    what: 'the status of a unique ID of 64 bytes is answered',
    harmful: true,
    told: async (server) => {
      const { client } = await server.meet('client');
      await client.submits(`SUBMIT_JOB status|${'s'.repeat(64)}|x`);
      client.sends(`GET_STATUS_UNIQUE ${'s'.repeat(64)}`);
      return await client.hearsInAWhile();
    },
    gearmand: [],
    gearbench: [`STATUS_RES_UNIQUE ${'s'.repeat(64)}|1|0|0|0|1`],
  },

  // Jobs that gearmand loses. The third column of `show jobs` is 1 where the job will be dropped.
  {
    what: 'a background job stays when a foreground client that joined it leaves',
    told: async (server) => {
      const { background, foreground, worker } = await server.meet('background', 'foreground', 'worker');
      const job = await background.submits('SUBMIT_JOB_BG stays|u-stays|x');
      await foreground.submits('SUBMIT_JOB stays|u-stays|x');
      await foreground.leaves();
      const shown = rowOf(await background.asks('show jobs'), job);
      return [shown, await worker.says('CAN_DO stays', 'GRAB_JOB')];
    },
    gearmand: [['H', '0', '1', '0'], ['NO_JOB']],
    gearbench: [['H', '0', '0', '1'], ['JOB_ASSIGN H|stays|x']],
  },
  {
    what: 'a foreground job that was submitted in the background too is a background job',
    told: async (server) => {
      const { background, foreground, worker } = await server.meet('background', 'foreground', 'worker');
      const job = await foreground.submits('SUBMIT_JOB both|u-both|x');
      await background.submits('SUBMIT_JOB_BG both|u-both|x');
      const before = rowOf(await background.asks('show jobs'), job);
      await foreground.leaves();
      const after = rowOf(await background.asks('show jobs'), job);
      return [before, after, await worker.says('CAN_DO both', 'GRAB_JOB')];
    },
    gearmand: [['H', '0', '0', '0'], ['H', '0', '1', '0'], ['NO_JOB']],
    gearbench: [['H', '0', '0', '1'], ['H', '0', '0', '1'], ['JOB_ASSIGN H|both|x']],
  },
  {
    what: 'a background job that a client joined while it ran stays when client and worker leave',
    told: async (server) => {
      const { background, foreground, worker } = await server.meet('background', 'foreground', 'worker');
      const job = await background.submits('SUBMIT_JOB_BG ran|u-ran|x');
      await worker.says('CAN_DO ran', 'GRAB_JOB');
      await foreground.submits('SUBMIT_JOB ran|u-ran|x');
      await foreground.leaves();
      await worker.leaves();
      return [rowOf(await background.asks('show jobs'), job), await background.says('CAN_DO ran', 'GRAB_JOB')];
    },
    gearmand: [['H', '1', '1', '0'], ['NO_JOB']],
    gearbench: [['H', '1', '0', '1'], ['JOB_ASSIGN H|ran|x']],
  },
  {
    what: 'an abandoned job lives again when it is submitted in the foreground',
    told: async (server) => {
      const { client, again, worker } = await server.meet('client', 'again', 'worker');
      const job = await client.submits('SUBMIT_JOB again|u-again|x');
      await client.leaves();
      const joined = job === (await again.submits('SUBMIT_JOB again|u-again|x'));
      return [joined, rowOf(await again.asks('show jobs'), job), await worker.says('CAN_DO again', 'GRAB_JOB')];
    },
    gearmand: [true, ['H', '0', '1', '0'], ['NO_JOB']], // and the client never hears of it again
    gearbench: [true, ['H', '0', '0', '0'], ['JOB_ASSIGN H|again|x']],
  },
  {
    what: 'an abandoned job lives again when it is submitted in the background',
    told: async (server) => {
      const { client, again, worker } = await server.meet('client', 'again', 'worker');
      const job = await client.submits('SUBMIT_JOB revived|u-revived|x');
      await client.leaves();
      await again.submits('SUBMIT_JOB_BG revived|u-revived|x');
      return [rowOf(await again.asks('show jobs'), job), await worker.says('CAN_DO revived', 'GRAB_JOB')];
    },
    gearmand: [['H', '0', '1', '0'], ['NO_JOB']],
    gearbench: [['H', '0', '0', '1'], ['JOB_ASSIGN H|revived|x']],
  },
  {
    what: 'a job abandoned while it ran lives again when it is submitted, also if its worker is lost',
    told: async (server) => {
      const { client, again, worker, second } = await server.meet('client', 'again', 'worker', 'second');
      const job = await client.submits('SUBMIT_JOB kept|u-kept|x');
      await worker.says('CAN_DO kept', 'GRAB_JOB');
      await client.leaves();
      await again.submits('SUBMIT_JOB kept|u-kept|x');
      await worker.leaves();
      return [rowOf(await again.asks('show jobs'), job), await second.says('CAN_DO kept', 'GRAB_JOB')];
    },
    gearmand: [['H', '1', '1', '0'], ['NO_JOB']],
    gearbench: [['H', '1', '0', '0'], ['JOB_ASSIGN H|kept|x']],
  },

  // Time-outs and delayed jobs.
  {
    what: 'a worker that goes to sleep with a job still has only its time for it',
    slow: true,
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB_BG sleep||x');
      await worker.says('CAN_DO_TIMEOUT sleep|1000', 'GRAB_JOB', 'PRE_SLEEP');
      await pause(OVER);
      return [rowOf(await client.asks('show jobs'), job), await worker.hasHeard()];
    },
    gearmand: [['H', '0', '0', '1'], []], // if the worker hangs, so does the job, for ever
    gearbench: [['H', '1', '0', '1'], ['NOOP']],
  },
  {
    what: 'each job of a worker has its own time',
    slow: true,
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const first = await client.submits('SUBMIT_JOB_BG own-time||1');
      const second = await client.submits('SUBMIT_JOB_BG own-time||2');
      await worker.says('CAN_DO_TIMEOUT own-time|1000', 'GRAB_JOB', 'GRAB_JOB');
      await pause(2 * OVER);
      const jobs = await client.asks('show jobs');
      return [rowOf(jobs, first)?.at(1), rowOf(jobs, second)?.at(1)];
    },
    gearmand: ['1', '0'], // it knows one time for all, and then only of the first job
    gearbench: ['1', '1'],
  },
  {
    what: 'the time of a job that was given up does not run on',
    slow: true,
    told: async (server) => {
      const { client, worker, second } = await server.meet('client', 'worker', 'second');
      const job = await client.submits('SUBMIT_JOB_BG given-up||x');
      await worker.says('CAN_DO_TIMEOUT given-up|1000', 'GRAB_JOB', 'CANT_DO given-up');
      await second.says('CAN_DO given-up', 'GRAB_JOB');
      await pause(OVER);
      return [rowOf(await client.asks('show jobs'), job)?.at(1), await second.says(`WORK_COMPLETE ${job}|r`)];
    },
    gearmand: ['2', ['ERROR JOB_NOT_FOUND|Job given in work result not found']], // another worker loses the job
    gearbench: ['1', []],
  },
  {
    what: 'a sleeping worker is woken when the time of a delayed job comes',
    slow: true,
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      await worker.says('CAN_DO later', 'PRE_SLEEP');
      await client.submits(`SUBMIT_JOB_EPOCH later||${inSeconds(1)}|x`);
      const before = await worker.hasHeard();
      await worker.says('GRAB_JOB', 'PRE_SLEEP');
      await pause(2 * OVER);
      return [before, await worker.hasHeard()];
    },
    gearmand: [['NOOP'], []], // when there is nothing to do yet, and then never
    gearbench: [[], ['NOOP']],
  },
  {
    what: 'a delayed job goes behind the jobs that wait when its time comes',
    slow: true,
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      await client.submits(`SUBMIT_JOB_EPOCH order||${inSeconds(1)}|delayed`);
      await client.submits('SUBMIT_JOB_BG order||waiting');
      await pause(2 * OVER);
      return await worker.says('CAN_DO order', 'GRAB_JOB', 'GRAB_JOB');
    },
    gearmand: ['JOB_ASSIGN H|order|delayed', 'JOB_ASSIGN H|order|waiting'],
    gearbench: ['JOB_ASSIGN H|order|waiting', 'JOB_ASSIGN H|order|delayed'],
  },
  {
    what: 'a job for a time that is no 64-bit number is taken',
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      client.sends('SUBMIT_JOB_EPOCH never||99999999999999999999|x');
      return [await client.hearsInAWhile(), await worker.says('CAN_DO never', 'GRAB_JOB')];
    },
    gearmand: [[], ['NO_JOB']], // now and then it ends the connection too
    gearbench: [['JOB_CREATED H'], ['NO_JOB']],
  },
  {
    what: 'losses are counted beyond 255',
    told: async (server) => {
      const { client, worker } = await server.meet('client', 'worker');
      const job = await client.submits('SUBMIT_JOB_BG losses||x');
      for (let lost = 0; lost < 257; lost += 1) await worker.says('CAN_DO losses', 'GRAB_JOB', 'CANT_DO losses');
      return rowOf(await client.asks('show jobs'), job)?.at(1);
    },
    gearmand: '1',
    gearbench: '257',
  },

  // What can be done with a job or a function.
  {
    what: 'nothing follows the failure of a cancelled job',
    told: async (server) => {
      const { admin, client, worker } = await server.meet('admin', 'client', 'worker');
      const job = await client.submits('SUBMIT_JOB cancelled||x');
      await worker.says('CAN_DO cancelled', 'GRAB_JOB');
      await admin.asks(`cancel job ${job}`);
      await worker.says(`WORK_DATA ${job}|d`, `WORK_COMPLETE ${job}|r`);
      return await client.hasHeard();
    },
    gearmand: ['WORK_FAIL H', 'WORK_DATA H|d', 'WORK_COMPLETE H|r'],
    gearbench: ['WORK_FAIL H'],
  },
  {
    what: 'a job that is cancelled twice fails once',
    told: async (server) => {
      const { admin, client } = await server.meet('admin', 'client');
      const job = await client.submits('SUBMIT_JOB cancelled-twice||x');
      const answers = [await admin.asks(`cancel job ${job}`), await admin.asks(`cancel job ${job}`)];
      return [answers, await client.hasHeard()];
    },
    gearmand: [
      ['OK\r\n', 'OK\r\n'],
      ['WORK_FAIL H', 'WORK_FAIL H'],
    ],
    gearbench: [['OK\r\n', 'OK\r\n'], ['WORK_FAIL H']],
  },
  {
    what: 'a submission after a cancellation is a new job',
    told: async (server) => {
      const { admin, client, worker } = await server.meet('admin', 'client', 'worker');
      const job = await client.submits('SUBMIT_JOB_BG resubmitted|u-resubmitted|x');
      await admin.asks(`cancel job ${job}`);
      const joined = job === (await client.submits('SUBMIT_JOB_BG resubmitted|u-resubmitted|x'));
      return [joined, await worker.says('CAN_DO resubmitted', 'GRAB_JOB')];
    },
    gearmand: [true, ['NO_JOB']], // acknowledged, and never done
    gearbench: [false, ['JOB_ASSIGN H|resubmitted|x']],
  },
  {
    what: 'a function that is created with a bare LF keeps the end of its name',
    told: async (server) => {
      const { admin } = await server.meet('admin');
      const answer = await admin.asks('create function bare');
      const status = await admin.asks('status');
      return [answer, rowOf(status, 'bar'), rowOf(status, 'bare')];
    },
    gearmand: ['OK\r\n', ['bar', '0', '0', '0'], undefined],
    gearbench: ['OK\r\n', undefined, ['bare', '0', '0', '0']],
  },
  {
    what: 'a function may be created without a name and with a bare LF',
    harmful: true,
    told: async (server) => {
      const { admin } = await server.meet('admin');
      return await admin.asks('create function ').catch(() => 'the end');
    },
    gearmand: 'the end', // of the server
    gearbench: 'OK\r\n',
  },
  {
    what: 'of functions whose names differ by case the one that is named is dropped',
    told: async (server) => {
      const { admin } = await server.meet('admin');
      for (const name of ['cased', 'Cased']) await admin.asks(`create function ${name}`, '\r\n');
      const answer = await admin.asks('drop function Cased');
      return [answer, rowOf(await admin.asks('status'), 'cased')];
    },
    gearmand: ['OK\r\nOK\r\n', undefined], // all of them, and as many answers
    gearbench: ['OK\r\n', ['cased', '0', '0', '0']],
  },
  {
    what: 'the jobs of a dropped function end with it',
    harmful: true,
    told: async (server) => {
      const { admin, client } = await server.meet('admin', 'client');
      await client.submits('SUBMIT_JOB dropped||x');
      await client.submits('SUBMIT_JOB_BG dropped||x');
      const answer = await admin.asks('drop function dropped');
      return [answer, await client.hasHeard(), await admin.asks('show jobs')];
    },
    gearmand: ['OK\r\n', [], expect.stringMatching(/^H\t.*\nH\t.*\n\.\n$/)], // nobody will ever do them
    gearbench: ['OK\r\n', ['WORK_FAIL H'], '.\n'],
  },

  // What is malformed, too large or not Gearman.
  {
    what: 'packet type 4294967295 ends the connection, not the server',
    harmful: true,
    told: async (server) => {
      const { client } = await server.meet('client');
      client.sends(binary('REQ', 0xffffffff, ''));
      await client.hearsTheEnd();
      return await server
        .meet('other')
        .then(({ other }) => other.says('GRAB_JOB'))
        .catch(() => server.ended);
    },
    gearmand: 1, // one packet of anybody ends it
    gearbench: ['NO_JOB'],
  },
  {
    what: 'a packet with too few arguments ends the connection at once',
    told: async (server) => {
      const { client } = await server.meet('client');
      client.sends(binary('REQ', 7, 'abc'));
      const said = await client.hearsInAWhile();
      const { open } = client;
      if (open) client.sends('ECHO_REQ x');
      return [said, open ? 'open' : 'closed', await client.hearsTheEnd()];
    },
    gearmand: [[], 'open', []], // it looks for the arguments in the next packet, and gives up then
    gearbench: [[], 'closed', []],
  },
  {
    what: 'a packet that declares more than 256 MiB ends the connection',
    told: async (server) => {
      const { client } = await server.meet('client');
      client.sends(binary('REQ', 7, 'f\0u\0x', 0xffffffff));
      const said = await client.hearsInAWhile();
      return [said, client.open ? 'open' : 'closed'];
    },
    gearmand: [[], 'open'], // with 4 GiB of address space
    gearbench: [[], 'closed'],
  },
  {
    what: 'a function name of more than 8192 bytes is taken',
    told: async (server) => {
      const { worker } = await server.meet('worker');
      worker.sends(`CAN_DO ${'f'.repeat(8193)}`);
      await worker.hearsInAWhile();
      return worker.open ? await worker.says('GRAB_JOB') : 'closed';
    },
    gearmand: 'closed',
    gearbench: ['NO_JOB'],
  },
  {
    what: 'a time-out that is no 64-bit number still registers',
    harmful: true,
    told: async (server) => {
      const { admin, worker } = await server.meet('admin', 'worker');
      worker.sends('CAN_DO_TIMEOUT timeout|9999999999999999999');
      await worker.hearsInAWhile();
      const status = await admin.asks('status').catch(() => 'gone');
      return rowOf(status, 'timeout')?.at(-1);
    },
    gearmand: undefined, // it passes over the packet; one digit more ends the server
    gearbench: '1',
  },
  {
    what: 'a text line of six words is answered',
    told: async (server) => {
      const { admin } = await server.meet('admin');
      admin.sends(bytes('a b c d e f\n'));
      return [await admin.hearsInAWhile(), admin.open ? 'open' : 'closed'];
    },
    gearmand: [[], 'closed'],
    gearbench: [['ERR UNKNOWN_COMMAND Unknown+server+commanda\r\n'], 'open'],
  },
  {
    what: 'an HTTP request ends the connection',
    told: async (server) => {
      const { browser } = await server.meet('browser');
      browser.sends(bytes('POST / HTTP/1.1\r\nHost: localhost\r\n\r\nverbose\n'));
      return [await browser.hearsInAWhile(4), browser.open ? 'open' : 'closed'];
    },
    gearmand: [
      [
        'ERR UNKNOWN_COMMAND Unknown+server+commandPOST\r\n',
        'ERR UNKNOWN_COMMAND Unknown+server+commandHost:\r\n',
        'ERR UNKNOWN_COMMAND Unknown+server+command\r\n',
        'OK ERROR\n',
      ],
      'open',
    ],
    gearbench: [[], 'closed'],
  },
  {
    what: 'a TLS hello ends a connection that is not to be TLS',
    told: async (server) => {
      const { client } = await server.meet('client');
      client.sends(bytes('\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'));
      return [await client.hearsInAWhile(), client.open ? 'open' : 'closed'];
    },
    gearmand: [[], 'open'],
    gearbench: [[], 'closed'],
  },
  {
    what: 'an empty client ID is shown as -',
    told: async (server) => {
      const { worker } = await server.meet('worker');
      await worker.says('SET_CLIENT_ID');
      return connectionsOf(await worker.asks('workers'));
    },
    gearmand: ['127.0.0.1  :'],
    gearbench: ['127.0.0.1 - :'],
  },
  {
    what: 'the version tells that it is us',
    told: async (server) => {
      const { admin } = await server.meet('admin');
      return await admin.asks('version');
    },
    gearmand: expect.not.stringContaining('gearbench'),
    gearbench: expect.stringMatching(/^OK 1\.1\.20\+gearbench-\d+\.\d+\.\d+\n$/),
  },
];

test('docs/protocol.md section 6 has a row for each of these, and no other', async () => {
  const page = await readFile(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  const section = page.slice(page.indexOf('\n## 6 '), page.indexOf('\n## 7 '));
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('| '));
  expect(rows.map((row) => row.split(' | ').at(-1)?.replace(/ *\|$/, '')).toSorted()).toEqual(
    DIFFERENCES.map(({ what }) => what).toSorted(),
  );
});

/** The same with each handle as `H`. */
const withoutHandles = (told: unknown): unknown => {
  if (typeof told === 'string') return told.replaceAll(/H:[^:|]+:\d+/g, 'H');
  return Array.isArray(told) ? told.map(withoutHandles) : told;
};

for (const side of [GEARMAND, GEARBENCH]) {
  describe.skipIf(missing(side))(side.name, () => {
    const expected = side === GEARMAND ? 'gearmand' : 'gearbench';
    let server: JobServer;
    beforeAll(async () => {
      server = await JobServer.start(side);
    });
    afterAll(() => server?.stop());

    async function hold(difference: Difference, by: JobServer): Promise<void> {
      expect(withoutHandles(await difference.told(by))).toEqual(difference[expected]);
    }

    describe('one after the other', () => {
      afterEach(() => server.everybodyLeaves());

      for (const difference of DIFFERENCES.filter(({ harmful, slow }) => !harmful && !slow))
        test(difference.what, () => hold(difference, server));
    });

    describe('all at once', { concurrent: true }, () => {
      for (const difference of DIFFERENCES.filter(({ slow }) => slow))
        test(difference.what, () => hold(difference, server));
    });

    describe('in a process of its own', () => {
      for (const difference of DIFFERENCES.filter(({ harmful }) => harmful)) {
        test(difference.what, async () => {
          const own = await JobServer.start(side);
          try {
            await hold(difference, own);
          } finally {
            await own.stop();
          }
        });
      }
    });
  });
}
