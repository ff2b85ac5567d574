import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { freePort } from '../support/free-port.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, ourServer, ourWorkers, queue } from './servers.ts';
import { gearman, gearmanWorker, sh } from './stock.ts';

/** More than a pipe holds, many NULs among it. What it costs the stock client grows with its square: a megabyte takes seconds. */
const BIG = Buffer.concat([Buffer.alloc(64 * 1024), randomBytes(192 * 1024)]);

/** A shell line that goes on when there is a file of that name. */
const waitFor = (file: string): string => `until [ -e ${file} ]; do sleep 0.02; done`;

describe.skipIf(!needs('gearman'))('the stock client and a worker of ours', () => {
  const server = ourWorkers({
    eightfold: 'cat > part; cat part part part part part part part part',
    dot: 'cat; echo .',
    rev: ['rev'],
    size: ['wc', '-c'],
    keep: 'cat > kept',
    once: `echo ran >> once.log; ${waitFor('once.go')}; cat`,
    order: `cat >> order.log; ${waitFor('order.go')}`,
    fails: 'exit 1',
    'fails-late': 'echo so far; exit 3',
    killed: 'echo so far; kill -9 $$',
    absent: ['no-such-program'],
    mistyped: 'no-such-program 2>/dev/null',
  });
  const client = (args: string[], input?: string | Buffer) => gearman(server.port, args, input);
  /** What a command wrote, when it has: the shell makes the file a moment before. */
  const written = (file: string) =>
    until(
      file,
      async () =>
        existsSync(join(server.folder, file)) && ((await readFile(join(server.folder, file), 'utf8')) || false),
    );
  const go = (file: string) => writeFile(join(server.folder, file), '');

  test.each([
    ['standard input is one job', ['-f', 'dot'], 'a\nbc', 'a\nbc.\n'],
    ['each argument is a job', ['-f', 'dot', 'a', 'b c'], '', 'a.\nb c.\n'],
    ['-s: a job without a workload', ['-s', '-f', 'size'], 'not read', '0\n'],
    ['-n: each line is a job, with its end', ['-n', '-f', 'dot'], 'a\nbc\n', 'a\n.\nbc\n.\n'],
    ['-N: each line is a job, without its end', ['-N', '-f', 'dot'], 'a\nbc\n', 'a.\nbc.\n'],
    ['-P: the function stands before its result', ['-P', '-f', 'dot', 'a', 'b'], '', 'dot: a.\ndot: b.\n'],
    ['-I: a job of high priority', ['-I', '-f', 'dot', 'a'], '', 'a.\n'],
    ['-L: a job of low priority', ['-L', '-f', 'dot', 'a'], '', 'a.\n'],
    ['a background job says nothing', ['-b', '-f', 'dot', 'a'], '', ''],
  ])('%s', async (_, args, input, stdout) => {
    expect(await client(args, input)).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('several functions get the same job, in whatever order they answer', async () => {
    const { code, stdout, stderr } = await client(['-P', '-f', 'dot', '-f', 'rev', '-f', 'size'], 'abc\n');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').toSorted()).toEqual(['', '.', 'dot: abc', 'rev: cba', 'size: 4']);
  });

  test('with -v the client tells the handle; a background job is done without it', async () => {
    const { code, stdout } = await client(['-v', '-b', '-f', 'keep', 'kept bytes']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Task created: H:\S+:\d+\n$/)]);
    expect(await written('kept')).toBe('kept bytes');
    expect((await client(['-v', '-f', 'dot', 'a'])).stdout).toMatch(/^a\.\nTask created: H:\S+:\d+\n$/);
  });

  test('jobs that wait are done by priority', async () => {
    await client(['-b', '-f', 'order', 'first ']);
    await until('the first job', async () => (await queue(server.port, 'order')).running === 1);
    for (const args of [['-L', 'low '], ['normal '], ['-I', 'high ']]) await client(['-b', '-f', 'order', ...args]);
    await go('order.go');
    await until('the last job', async () => (await queue(server.port, 'order')).total === 0);
    expect(await written('order.log')).toBe('first high normal low ');
  });

  test('two clients with one unique ID: the command runs once, and both get its result', async () => {
    const both = Promise.all(['one', 'two'].map((data) => client(['-u', 'same', '-f', 'once', data])));
    const watcher = await peerOf(server);
    await until('both clients', async () => {
      watcher.send({ name: 'GET_STATUS_UNIQUE', unique: 'same' });
      return (await watcher.hears())[0] === 'STATUS_RES_UNIQUE same 1 1 0 0 2';
    });
    await go('once.go');
    const [one, two] = await both;
    expect(one).toEqual({ code: 0, stdout: expect.stringMatching(/^(one|two)$/), stderr: '' });
    expect(two).toEqual(one);
    expect(await written('once.log')).toBe('ran\n');
  });

  test('a large workload with NULs goes there, and eight times as much comes back, byte for byte', async () => {
    const { code, stdout, stderr } = await client(['-f', 'eightfold'], BIG);
    const expected = Buffer.concat(Array(8).fill(BIG));
    expect([code, stderr, Buffer.from(stdout, 'latin1').equals(expected)]).toEqual([0, '', true]);
  });

  // The client prints a warning on standard error, and data on standard output even where the job fails later.
  test.each([
    ['exit code 1 fails', 'fails', '', 'Job failed\n'],
    ['what was written before an exit code that is not 0 arrives', 'fails-late', 'so far\n', 'Job failed\n'],
    ['a command that is killed fails, with the signal', 'killed', 'so far\n', 'killed by SIGKILL\nJob failed\n'],
    ['no program', 'absent', '', 'no-such-program was not found on the PATH.\nJob failed\n'],
    ['a shell line whose program is not there', 'mistyped', '', 'Job failed\n'],
  ])('a failure is no empty success: %s', async (_, name, stdout, stderr) => {
    expect(await client(['-f', name, 'x'])).toEqual({ code: 1, stdout, stderr });
  });

  test('-P stands before what went wrong, too', async () => {
    const { stderr } = await client(['-P', '-f', 'killed', 'x']);
    expect(stderr).toBe('killed: killed by SIGKILL\nkilled: Job failed\n');
  });

  test('a worker goes on after failures', async () => {
    await client(['-f', 'fails', 'x', 'y']);
    const info = await ask(server.port, 'workers');
    expect(info).toMatch(/ fails-1 : fails\n/);
    expect(await queue(server.port, 'fails')).toEqual({ total: 0, running: 0, workers: 1 });
  });

  // It exits with 0 in both cases.
  test('without a worker -t ends the wait', async () => {
    const { stdout, stderr } = await client(['-t', '150', '-f', 'nobody', 'x']);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('GEARMAN_TIMEOUT')]);
  });

  test('without a server the client tells that at once', async () => {
    const { stdout, stderr } = await gearman(await freePort(), ['-f', 'dot', 'x']);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('GEARMAN_COULD_NOT_CONNECT')]);
  });
});

describe.skipIf(!needs('gearman'))('the stock worker', () => {
  const server = ourServer();
  const client = (args: string[], input?: string | Buffer) => gearman(server.port, args, input);

  test('does the jobs of the stock client', async () => {
    await gearmanWorker(server.port, ['shout'], ['tr', 'a-z', 'A-Z']);
    expect(await client(['-f', 'shout', 'hello', ' world'])).toEqual({ code: 0, stdout: 'HELLO WORLD', stderr: '' });
  });

  test('a large workload with NULs reaches its command', async () => {
    await gearmanWorker(server.port, ['sum'], ['cksum']);
    const ours = await client(['-f', 'sum'], BIG);
    expect(ours.stdout).toBe((await run('cksum', [], { input: BIG })).stdout);
  });

  test('an exit code that is not 0 fails the job after its data', async () => {
    await gearmanWorker(server.port, ['half'], sh('cat; exit 3'));
    expect(await client(['-f', 'half', 'data'])).toEqual({ code: 1, stdout: 'data', stderr: 'Job failed\n' });
  });

  test('one process does two functions', async () => {
    await gearmanWorker(server.port, ['this', 'that'], sh('cat; echo'));
    const { stdout } = await client(['-P', '-f', 'this', '-f', 'that', 'x']);
    expect(stdout.split('\n').toSorted()).toEqual(['', 'that: x', 'this: x']);
  });

  test('-c: it leaves after so many jobs, and the next one waits', async () => {
    const { child } = await gearmanWorker(server.port, ['twice'], ['cat'], ['-c', '2']);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    expect((await client(['-f', 'twice', 'a', 'b'])).stdout).toBe('ab');
    expect(await ended).toBe(0);
    await until('its farewell', async () => (await queue(server.port, 'twice')).workers === 0);
    await client(['-b', '-f', 'twice', 'c']);
    expect(await queue(server.port, 'twice')).toEqual({ total: 1, running: 0, workers: 0 });
  });

  test('-n: each line that the command writes goes out as data', async () => {
    await gearmanWorker(server.port, ['line'], ['cat'], ['-n']);
    expect((await client(['-f', 'line', 'a line\n'])).stdout).toBe('a line\n');
  });

  test('two workers share the jobs: each has one at the same time', async () => {
    const folder = await temporaryFolder();
    const together = `cd ${folder}; touch "$0"; ${waitFor('one')}; ${waitFor('two')}; echo "$0"`;
    await gearmanWorker(server.port, ['shared'], [...sh(together), 'one']);
    await gearmanWorker(server.port, ['shared'], [...sh(together), 'two']);
    await until('the second worker', async () => (await queue(server.port, 'shared')).workers === 2);
    const results = await Promise.all([client(['-s', '-f', 'shared']), client(['-s', '-f', 'shared'])]);
    expect(results.map(({ stdout }) => stdout).toSorted()).toEqual(['one\n', 'two\n']);
  });

  test('the job of a worker that is killed goes to another, and the client gets its result', async () => {
    const pidFile = join(await temporaryFolder(), 'pid');
    const first = await gearmanWorker(server.port, ['orphan'], sh(`echo $$ > ${pidFile}; exec sleep 60 2>&-`));
    const result = client(['-f', 'orphan', 'namraeG']);
    const command = await until(
      'its command',
      async () => existsSync(pidFile) && Number(await readFile(pidFile, 'utf8')),
    );
    afterThisTest(() => killIfAlive(command));
    await first.stop();
    await until('the job in the queue', async () => (await queue(server.port, 'orphan')).running === 0);
    expect(await ask(server.port, 'show jobs')).toMatch(/^H:\S+\t1\t0\t0\n/m);
    await gearmanWorker(server.port, ['orphan'], ['rev']);
    expect(await result).toEqual({ code: 0, stdout: 'Gearman', stderr: '' });
  });
});
