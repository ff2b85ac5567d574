import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAlive, killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { fakeServer } from '../support/fake-server.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { type Finished, run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, ourServer, ourWorkers, queue, realServer, registered } from './servers.ts';
import { sh } from './stock.ts';
import { client, done, failed, nothing, start, type Tool, worker } from './tools.ts';

const NULS = '\0'.repeat(300_000);
/** More than both pipes and what a command holds in between. */
const BIG = randomBytes(2 ** 19);

describe.skipIf(!needs('gearman'))('a worker of any command', () => {
  const server = ourServer();

  /** A command, what the stock client then gets from the stock worker, and from ours where that is something else. */
  const rows: [title: string, args: string[], input: string | Buffer, stock: Finished, ours?: Finished][] = [
    ['exit code 0: the whole output', ['--', 'cat'], 'a\nb', done('a\nb')],
    ['however large, NULs too', ['--', ...sh('head -c 300000 /dev/zero')], 'x', done(NULS)],
    ['another exit code, without output', ['--', ...sh('exit 3')], 'x', failed('')],
    ['another exit code, with output', ['--', ...sh('cat; exit 3')], 'some', failed('some')],
    [
      'killed by a signal: no success',
      ['--', ...sh('echo so far; kill -9 $$')],
      'x',
      done('so far\n'),
      failed('so far\n', 'killed by SIGKILL\n'),
    ],
    ['standard error is not sent', ['--', ...sh('echo hush >&2; cat')], 'x', done('x')],
    ['the workload, then its end', ['--', 'wc', '-c'], '\0'.repeat(50_000), done('50000\n')],
    ['a command that does not read', ['--', 'true'], 'x', done('')],
    ['more than the pipes hold, in and out', ['--', 'cat'], BIG, nothing, done(BIG.toString('latin1'))],
    ['without a command: an empty result', [], 'x', done('')],
    ['-n: each line once', ['-n', '--', 'cat'], 'l1\nl2\n', done('l1\nl1\nl2\n'), done('l1\nl2\n')],
    ['-N: without its end', ['-N', '--', 'cat'], 'l1\nl2\n', done('l1l1\nl2'), done('l1l2')],
    ['-n, and a failure', ['-n', '--', ...sh('cat; exit 1')], 'l1\n', failed('l1\n'), failed('l1\n')],
    ['-n: a last line without end', ['-n', '--', 'cat'], 'l1', done('l1')],
    [
      'the environment, and facts of the job',
      ['--', ...sh('echo "$MINE $GEARBENCH_FUNCTION $GEARBENCH_UNIQUE"')],
      'x',
      done('inherited  \n'),
      done('inherited F u\n'),
    ],
    ['nothing that only makes ours run', ['--', ...sh('echo $ELECTRON_RUN_AS_NODE')], 'x', done('\n')],
  ];

  test.each(rows)('%s', async (_title, args, input, stock, ours = stock) => {
    for (const [tool, expected] of [['stock', stock] as const, ['ours', ours] as const]) {
      const started = await worker(tool, server.port, 'F', args, { MINE: 'inherited' });
      const patience = expected === nothing ? ['-t', '1500'] : [];
      expect([tool, await client('stock', server.port, ['-f', 'F', '-u', 'u', ...patience], input)]).toEqual([
        tool,
        expected,
      ]);
      killIfAlive(-(started.child.pid as number));
      await started.ended;
      await until('its farewell', async () => (await queue(server.port, 'F')).workers === 0);
    }
  });

  test('a command that is not there is told at the start', async () => {
    const { says, ended } = start('ours', server.port, ['-f', 'absent', '--', 'no-such-command']);
    await says('gearman: there is no command “no-such-command”.\n');
    expect(await ended).toBe(127);
    // The stock worker takes jobs, answers them with an empty success, and a child of it spins until its group is killed.
    const { child } = await worker('stock', server.port, 'absent', ['--', 'no-such-command']);
    expect(await client('stock', server.port, ['-f', 'absent', 'x'])).toEqual(done(''));
    expect((await run('pgrep', ['-g', String(child.pid)])).stdout).toMatch(/^\d+\n\d+\n$/);
  });

  test('one that vanishes later fails its jobs, and the worker goes on', async () => {
    const command = join(await temporaryFolder(), 'command');
    await writeFile(command, '#!/bin/sh\ncat\n');
    await chmod(command, 0o755);
    const { says } = await worker('ours', server.port, 'vanishing', ['--', command]);
    const asked = () => client('stock', server.port, ['-f', 'vanishing', 'x']);
    expect(await asked()).toEqual(done('x'));
    await rm(command);
    expect(await asked()).toEqual(failed('', `${command} was not found on the PATH.\n`));
    await says(`gearman: ${command} was not found on the PATH.\n`);
    await writeFile(command, '#!/bin/sh\ncat\n');
    await chmod(command, 0o755);
    expect(await asked()).toEqual(done('x'));
  });

  describe.each<Tool>(['stock', 'ours'])('%s', (tool) => {
    test('standard error goes to its terminal as it comes', async () => {
      const { says } = await worker(tool, server.port, `hush-${tool}`, ['--', ...sh('echo hush >&2; exec sleep 60')]);
      await client('stock', server.port, ['-b', '-f', `hush-${tool}`, 'x']);
      await says('hush\n');
    });

    test('without a command it prints the workload', async () => {
      const { says } = await worker(tool, server.port, `print-${tool}`, []);
      await client('stock', server.port, ['-f', `print-${tool}`, 'a workload']);
      await says('a workload');
    });
  });

  test('-c counts a failed job once, the stock worker twice', async () => {
    const stock = await worker('stock', server.port, 'failing-stock', ['-c', '2', '--', 'false']);
    expect(await client('stock', server.port, ['-f', 'failing-stock', 'x'])).toEqual(failed(''));
    expect(await stock.ended).toBe(0);
    const ours = await worker('ours', server.port, 'failing-ours', ['-c', '2', '--', 'false']);
    expect(await client('ours', server.port, ['-f', 'failing-ours', 'x', 'y'])).toEqual(failed('', 'Job failed\n'));
    expect(await ours.ended).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the command with all its children; the job waits for another worker',
    async (signal) => {
      const [name, pidFile] = [`endless-${signal}`, join(await temporaryFolder(), 'pid')];
      const { child, ended } = await worker('ours', server.port, name, [
        '--',
        ...sh(`sleep 60 & echo $! > ${pidFile}; wait`),
      ]);
      await client('stock', server.port, ['-b', '-f', name, 'x']);
      const grandchild = await until('it', async () => existsSync(pidFile) && Number(await readFile(pidFile, 'utf8')));
      afterThisTest(() => killIfAlive(grandchild));
      child.kill(signal);
      expect([await ended, isAlive(grandchild)]).toEqual([0, false]);
      await until('its farewell', async () => (await queue(server.port, name)).workers === 0);
      expect(await queue(server.port, name)).toEqual({ total: 1, running: 0, workers: 0 });
    },
  );

  test('a server that is not there is waited for', async () => {
    const refusing = await freePort();
    const { says } = start('ours', refusing, ['-f', 'later', '--', 'cat']);
    await says(`gearman: Nothing listens on localhost:${refusing}. Trying again until it is there.\n`);
  });

  test('one that hangs up is asked again', async () => {
    const server = await fakeServer((heard, { say, close }) => {
      if (heard !== 'GRAB_JOB_UNIQ') return;
      if (server.connections.length === 1) close();
      else say({ name: 'NO_JOB' });
    });
    const { says } = start('ours', server.port, ['-h', '127.0.0.1', '-f', 'again', '--', 'cat']);
    await says('Trying again until it is there.\n');
    await says(`gearman: connected to 127.0.0.1:${server.port}.\n`);
    await until('its rest', () => server.connections[1]?.heard.length === 3);
    expect(server.connections[1]?.heard).toEqual(['CAN_DO again', 'GRAB_JOB_UNIQ', 'PRE_SLEEP']);
  });
});

describe.skipIf(!needs('gearman') || !needs('gearmand'))('any client, any worker, any server', () => {
  const servers = { gearmand: realServer(), 'our server': ourServer() };
  const tools: Tool[] = ['stock', 'ours'];
  const combinations = Object.keys(servers).flatMap((name) =>
    tools.flatMap((asks) => tools.map((does) => [name as keyof typeof servers, asks, does] as const)),
  );

  test.each(combinations)('%s, %s client, %s worker', async (name, asks, does) => {
    const { port } = servers[name];
    const [works, fails, shouts] = ['works', 'fails', 'shouts'].map((each) => `${each}-${asks}-${does}`);
    await worker(does, port, works as string, ['--', 'rev']);
    await worker(does, port, fails as string, ['--', ...sh('cat; exit 1')]);
    await worker(does, port, shouts as string, ['--', 'tr', 'a-z', 'A-Z']);
    const workload = BIG.subarray(0, 60_000).toString('hex');
    const backwards = [...workload].reverse().join('');
    expect(await client(asks, port, ['-f', works as string], workload)).toEqual(done(backwards));
    expect(await client(asks, port, ['-f', fails as string, 'one', 'two'])).toEqual({
      code: 1,
      stdout: 'onetwo',
      stderr: 'Job failed\nJob failed\n',
    });
    expect(await client(asks, port, ['-N', '-I', '-f', shouts as string], 'a\nb\n')).toEqual(done('AB'));
    expect(await client(asks, port, ['-b', '-f', shouts as string, 'later'])).toEqual(done(''));
    await until('the background job', async () => (await queue(port, shouts as string)).total === 0);
  });
});

describe.skipIf(!needs('gearman'))('our client says what the stock one says', () => {
  const server = ourWorkers({
    dot: 'cat; echo .',
    rev: ['rev'],
    size: ['wc', '-c'],
    fails: 'cat; exit 1',
    killed: 'echo so far; kill -9 $$',
  });
  /** Handles differ from job to job. */
  const alike = ({ stdout, ...rest }: Finished) => ({ ...rest, stdout: stdout.replaceAll(/H:\S+:\d+/g, 'H') });
  const both = async (args: string[], input?: string | Buffer) => [
    alike(await client('stock', server.port, args, input)),
    alike(await client('ours', server.port, args, input)),
  ];

  test.each([
    [['-f', 'dot'], 'a\nbc'],
    [['-f', 'dot'], BIG.subarray(0, 100_000)],
    [['-f', 'size'], ''],
    [['-f', 'dot', 'a', 'b c'], 'not read'],
    [['a', '-f', 'dot', '--', '-b'], ''],
    [['-n', '-f', 'dot'], 'a\nbc\n'],
    [['-n', '-f', 'size'], 'a\n\nbc'],
    [['-P', '-f', 'killed', 'a'], ''],
    [['-P', '-f', 'fails', 'a'], ''],
    [['-v', '-b', '-f', 'dot', 'a', 'b'], ''],
    [['-vb', '-fdot', '-f', 'rev', '-u', 'one', '-h127.0.0.1', 'a'], ''],
    [['-t', '20000', '-f', 'dot', 'a'], ''],
    [['-n', '-b', '-v', '-f', 'dot'], ''],
  ])('%j', async (args, input) => {
    const [stock, ours] = await both(args, input);
    expect(ours).toEqual(stock);
  });

  test('several functions, in whatever order they answer', async () => {
    const answers = await both(['-P', '-f', 'dot', '-f', 'rev', '-f', 'size'], 'abc\n');
    const sorted = answers.map(({ stdout, ...rest }) => ({ ...rest, stdout: stdout.split('\n').toSorted() }));
    expect(sorted[1]).toEqual({ code: 0, stdout: ['', '.', 'dot: abc', 'rev: cba', 'size: 4'], stderr: '' });
    expect(sorted[1]).toEqual(sorted[0]);
  });

  /** A worker that says as the test wants; gives what a client of its job gets. */
  async function answering(tool: Tool, args: string[], answer: Parameters<Awaited<ReturnType<typeof peerOf>>['send']>) {
    const name = `raw-${tool}`;
    const { send, hears, leave } = await peerOf(server);
    send({ name: 'CAN_DO', function: name });
    await registered(server.port, name);
    const result = client(tool, server.port, [...args, '-f', name, 'x']);
    await until('the job', async () => (await queue(server.port, name)).total === 1);
    send({ name: 'GRAB_JOB' });
    const handle = (await hears())[0]?.split(' ')[1] as string;
    send(...answer.map((packet) => ({ ...packet, handle })));
    const finished = await result;
    leave();
    return alike(finished);
  }
  const handle = '';
  const complete = { name: 'WORK_COMPLETE', handle, result: bytes('end\n') } as const;

  test('progress, data and warnings go out as they come', async () => {
    const answer = [
      { name: 'WORK_STATUS', handle, numerator: '1', denominator: '3' },
      { name: 'WORK_DATA', handle, data: bytes('data\n') },
      { name: 'WORK_WARNING', handle, warning: bytes('careful\n') },
      complete,
    ] as const;
    const ours = await answering('ours', ['-P'], [...answer]);
    expect(ours).toEqual({
      code: 0,
      stdout: 'raw-ours: 33% Complete\nraw-ours: data\nraw-ours: end\n',
      stderr: 'raw-ours: careful\n',
    });
    // The stock client keeps its own lines back until it ends where its output is no terminal.
    const stock = await answering('stock', ['-P'], [...answer]);
    expect({ ...stock, stdout: stock.stdout.split('\n').toSorted() }).toEqual({
      code: 0,
      stdout: ['', 'raw-stock: data', 'raw-stock: 33% Complete', 'raw-stock: end'].toSorted(),
      stderr: 'raw-stock: careful\n',
    });
  });

  test('the handle is told when there is one, not at the end', async () => {
    expect((await answering('ours', ['-v'], [complete])).stdout).toBe('Task created: H\nend\n');
    expect((await answering('stock', ['-v'], [complete])).stdout).toBe('end\nTask created: H\n');
  });

  test('progress of nothing: the stock client crashes', async () => {
    const answer = [{ name: 'WORK_STATUS', handle, numerator: '0', denominator: '0' }, complete] as const;
    expect(await answering('ours', [], [...answer])).toEqual(done('0% Complete\nend\n'));
    expect((await answering('stock', [], [...answer])).code).toBeNull();
  });

  test('an exception is told, and is a failure', async () => {
    const answer = [{ name: 'WORK_EXCEPTION', handle, exception: bytes('boom') }] as const;
    expect(await answering('ours', [], [...answer])).toEqual(failed('', 'boom\n'));
    expect(await answering('stock', [], [...answer])).toEqual(failed(''));
  });

  /** What the stock client calls a success, or does not do at all. */
  describe('what goes wrong is said, with an exit code', () => {
    const wrong = (code: number, stderr: string): Finished => ({ code, stdout: '', stderr });
    const success = (word: string) => wrong(0, expect.stringContaining(word));

    test('no server', async () => {
      const port = await freePort();
      expect(await client('stock', port, ['-f', 'dot', 'x'])).toEqual(success('GEARMAN_COULD_NOT_CONNECT'));
      expect(await client('ours', port, ['-f', 'dot', 'x'])).toEqual(
        wrong(69, `gearman: Nothing listens on localhost:${port}.\n`),
      );
    });

    test('a server that goes', async () => {
      const { port } = await fakeServer((_heard, { close }) => close());
      const { code, stderr } = await client('ours', port, ['-h', '127.0.0.1', '-f', 'dot', 'x', 'y']);
      expect([code, stderr]).toEqual([
        69,
        `gearman: The connection to 127.0.0.1:${port} failed: the server closed it.\n`,
      ]);
    });

    test('an error of the server: the other jobs are submitted all the same', async () => {
      await client('ours', server.port, ['-b', '-f', 'full', 'x']);
      expect(await ask(server.port, 'maxqueue full 1')).toBe('OK\r\n');
      const refused = 'gearman: The job server refused the job. QUEUE_ERROR: Job queue is full.\n';
      expect(await client('ours', server.port, ['-b', '-f', 'full', 'x', 'y'])).toEqual(wrong(76, refused + refused));
      expect(await client('ours', server.port, ['-f', 'full', '-f', 'dot', 'x'])).toEqual({
        code: 76,
        stdout: 'x.\n',
        stderr: refused,
      });
      expect((await client('stock', server.port, ['-b', '-f', 'full', 'x'])).code).toBe(0);
    });

    test('its words do not steer the terminal', async () => {
      const { port } = await fakeServer((heard, { say }) => {
        if (heard.startsWith('SUBMIT')) say({ name: 'ERROR', code: 'X', text: '\x1b[2Jgone' });
      });
      const { stderr } = await client('ours', port, ['-h', '127.0.0.1', '-f', 'dot', 'x']);
      expect(stderr).toBe('gearman: The job server refused the job. X: \\u001b[2Jgone.\n');
    });

    test.each([
      [[], 'No function was given. Name it with -f, as -f wc.'],
      [['-x'], "unrecognised option '-x'"],
      [['-f', 'dot', '-i', '/nonexistent/pid', 'x'], /^could not write the pid file \/nonexistent\/pid: /],
    ])('%j', async (args, message) => {
      const [stock, ours] = await both(args);
      expect([stock?.code, ours?.code, ours?.stdout]).toEqual([1, 1, '']);
      expect(ours?.stderr.split('\n')[0]?.replace('gearman: ', '')).toMatch(message);
    });

    test.each([
      ['an empty argument', ['-f', 'dot', 'a', ''], '', 'a.\n', 'a.\n.\n'],
      ['with -N an empty line, and a last one without end', ['-N', '-f', 'dot'], 'a\n\nb', 'a.\n', 'a.\n.\nb.\n'],
      ['what follows a NUL in a line', ['-n', '-f', 'dot'], 'a\0b\nc', 'a.\nc.\n', 'a\0b\n.\nc.\n'],
    ])('%s is not lost', async (_title, args, input, stock, ours) => {
      const answers = await both(args, input);
      expect(answers[0]?.stdout).toBe(stock);
      expect(answers[1]).toEqual(done(ours));
    });

    test('a pipe that nobody reads any more ends it', async () => {
      const line = `${GEARBENCH} gearman -p ${server.port} -f dot ${'x '.repeat(500)} | head -n 1`;
      expect(await run('sh', ['-c', line])).toEqual(done('x.\n'));
    });
  });

  test('-d: a worker that runs on by itself', async () => {
    const pidFile = join(await temporaryFolder(), 'pid');
    const args = ['-w', '-d', '-i', pidFile, '-f', 'detached', '--', 'cat'];
    expect(await client('ours', server.port, args)).toEqual(done(''));
    const pid = Number(await readFile(pidFile, 'utf8'));
    afterThisTest(() => killIfAlive(pid));
    expect(await client('ours', server.port, ['-f', 'detached', 'x'])).toEqual(done('x'));
    process.kill(pid, 'SIGTERM');
    await until('its end', () => !existsSync(pidFile));
  });
});
