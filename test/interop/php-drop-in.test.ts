import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { mustBe, needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { withoutGearman } from './php-without.ts';
import { type JobServer, ourServer, realServer } from './servers.ts';

/*
 * resources/php/gearman.php does what the extension does: each script of php-scripts runs with the one and with the other,
 * and says the same. What differs from run to run (handles, ports, lines of libgearman) is left out by php-scripts/run.php.
 */

const DROP_IN = join(import.meta.dirname, '../../resources/php/gearman.php');
const SCRIPTS = join(import.meta.dirname, 'php-scripts');
const scripts = globSync('*/*.php', { cwd: SCRIPTS }).sort();

/** Where the extension is broken, or depends on what cannot be said in PHP 7.4: what the drop-in says, and why it must. */
const DIFFERENT: Readonly<Record<string, { why: string; says: RegExp }>> = {
  'client/exception-without-the-option.php': {
    why: 'gearmand ends the handle of this WORK_FAIL with a zero byte; libgearman does not know it then and waits for ever',
    says: /^result: "" true\n$/,
  },
  'client/newest-server-first.php': {
    why: 'with two servers, libgearman at times waits for the one that has nothing to say',
    says: /^first: null \[1,0,0\]\n$/,
  },
  'tasks/callback-returns-true.php': {
    why: 'libgearman at times waits for the server that it is done with, until its time is over',
    says: /^complete: "cba"\nwarning: .*NO_ACTIVE_FDS.*\nrun: false 7\n$/,
  },
  'tasks/several-to-the-next-server.php': {
    why: 'libgearman loses all tasks but the last that it gathered for a server that is not there',
    says: /^run: true \["cba","fed","ihg","lkj"\]\n$/,
  },
  'tasks/statuses-of-several-jobs.php': {
    why: 'the extension gives these tasks no number of their own, and frees another than the one that is done',
    says: /^run: true 3\n$/,
  },
  'worker/cloned.php': { why: 'the extension crashes', says: /^options: \d+\n$/ },
  'worker/grab-job-after-there-was-none.php': {
    why: 'the extension crashes',
    says: /^job: "GearmanJob"\nnone: false 35\nnone: false 35\n$/,
  },
  'worker/job-is-kept.php': {
    why: 'the extension reads memory that it has freed',
    says: /^kept: true "abc"\n/m,
  },
  'worker/unregister-and-add-again.php': {
    why: 'libgearman tells the addition before the removal, and never gets a job again',
    says: /^new: "x"\n$/,
  },
};

const servers: [string, () => JobServer][] = [['our server', ourServer]];
if (needs('gearmand')) servers.push(['gearmand', realServer]);

/** Whether the scripts can run: they need processes beside them. */
const canRun = () =>
  needs('php') &&
  mustBe(
    execFileSync('php', ['-r', 'echo function_exists("pcntl_fork") && function_exists("posix_kill");']).length > 0,
    'PHP must have pcntl and posix here',
  );

describe.skipIf(!canRun())('the PHP drop-in', () => {
  const bare = withoutGearman();

  /** What each script says, by its name: with the extension, or with the drop-in. */
  async function say(
    dropIn: boolean,
    folder: string,
    server: JobServer,
    second: JobServer,
  ): Promise<Record<string, string>> {
    const chosen = scripts.filter((script) => dropIn || DIFFERENT[script] === undefined);
    const words = [join(SCRIPTS, 'run.php'), folder, server.port, second.port, await freePort()];
    const { stdout, stderr } = await run('php', [...(dropIn ? bare : []), ...words.map(String), ...chosen], {
      env: { ...process.env, ...(dropIn && { DROP_IN }) },
    });
    expect(stderr).toBe('');
    const lines = Buffer.from(stdout, 'latin1').toString().trimEnd().split('\n');
    return Object.fromEntries(lines.map((line) => JSON.parse(line) as [string, string]));
  }

  describe.each(servers)('at %s', (_, start) => {
    const [server, second] = [start(), start()];
    let extension: Record<string, string> = {};
    let dropIn: Record<string, string> = {};
    const undo: (() => unknown)[] = [];
    beforeAll(async () => {
      const folder = await temporaryFolder((each) => void undo.push(each));
      [extension, dropIn] = await Promise.all([say(false, folder, server, second), say(true, folder, server, second)]);
    });
    afterAll(async () => {
      for (const each of undo) await each();
    });

    test.each(scripts)('%s', (script) => {
      const different = DIFFERENT[script];
      if (different === undefined) {
        expect(extension[script]).toMatch(/^[^(].*\n/);
        expect(dropIn[script]).toBe(extension[script]);
      } else {
        expect(dropIn[script]).toMatch(different.says);
      }
    });
  });
});
