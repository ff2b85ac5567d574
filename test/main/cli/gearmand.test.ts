import { spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { gearmand } from '../../../main/cli/gearmand.ts';
import { addressOf } from '../../../main/net/dial.ts';
import { isServed } from '../../../main/net/ports.ts';
import { SERVER_VERSION } from '../../../main/util/version.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import { authority } from '../../support/certificates.ts';
import { afterThisTest, type Cleanup } from '../../support/cleanup.ts';
import { gearbench } from '../../support/command-line.ts';
import { runningServer } from '../../support/embedded.ts';
import { freePort } from '../../support/free-port.ts';
import { overhear } from '../../support/overhear.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { needs } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test.concurrent('-V tells the version as gearmand does', async ({ expect, onTestFinished }) => {
  const { ended } = await gearbench(['gearmand', '-V'], onTestFinished);
  expect(await ended).toEqual({ code: 0, out: `\ngearmand ${SERVER_VERSION}\n`, err: '' });
});

test.concurrent('the process that was started is the server: its id, its level, its pid file', async ({
  expect,
  onTestFinished,
}) => {
  const port = await freePort();
  const folder = await temporaryFolder(onTestFinished);
  const [pidFile, logFile] = [join(folder, 'gearmand.pid'), join(folder, 'gearmand.log')];
  const args = ['gearmand', '-L', '127.0.0.1', `--pid-file=${pidFile}`, '-l', logFile, '--verbose', 'info'];
  const { pid, end } = await gearbench(args, onTestFinished, { GEARMAND_PORT: String(port) });
  const connected = await vi.waitFor(() => peerOf({ port }, onTestFinished), PATIENT);
  connected.write('getpid\nverbose\nversion\n');
  expect(await connected.hears(3)).toEqual([`OK ${pid}`, 'OK INFO', `OK ${SERVER_VERSION}`]);
  await expect(peerOf({ host: '::1', port }, onTestFinished)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await vi.waitFor(() => readFile(pidFile, 'utf8'), PATIENT)).toBe(`${pid}\n`);
  expect(await end()).toEqual({ code: 0, out: '', err: '' });
  await expect(readFile(pidFile)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readFile(logFile, 'utf8')).toMatch(new RegExp(`^\\S+ INFO Listening on 127\\.0\\.0\\.1:${port}\\n`));
});

test.concurrent('where the port is taken it fails, and the pid file of who has it stays', async ({
  expect,
  onTestFinished,
}) => {
  const { port } = await runningServer({}, onTestFinished);
  const pidFile = join(await temporaryFolder(onTestFinished), 'gearmand.pid');
  await writeFile(pidFile, `${process.pid}\n`);
  const { ended } = await gearbench(['gearmand', '-p', String(port), '-P', pidFile, '-l', 'none'], onTestFinished);
  expect(await ended).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(new RegExp(`^gearmand: Port ${port} is used by .+ \\(pid ${process.pid}\\)\\.\\n$`)),
  });
  expect(await readFile(pidFile, 'utf8')).toBe(`${process.pid}\n`);
});

test.concurrent('an unknown option is refused in its words', async ({ expect, onTestFinished }) => {
  const { ended } = await gearbench(['gearmand', '--bogus'], onTestFinished);
  expect(await ended).toEqual({ code: 1, out: '', err: "gearmand: unrecognised option '--bogus'\n" });
});

test.concurrent('what has no effect is said in one line each, and it starts', async ({ expect, onTestFinished }) => {
  const args = ['gearmand', '-p', String(await freePort()), '-l', 'none', '-t', '4', '--backlog=64', '--syslog'];
  const { says, end } = await gearbench(args, onTestFinished);
  await says('--threads');
  expect(await end()).toEqual({
    code: 0,
    out: '',
    err: [
      'gearmand: --backlog has no effect: it is 511',
      'gearmand: --syslog has no effect: the log goes where --log-file says',
      'gearmand: --threads has no effect: one serves all',
      '',
    ].join('\n'),
  });
});

test.concurrent('a name to listen on is all its addresses', async ({ expect, onTestFinished }) => {
  const port = await freePort();
  const args = ['gearmand', '-p', String(port), '--listen=localhost', '--verbose=INFO', '-l', 'stderr'];
  const { says, end } = await gearbench(args, onTestFinished);
  await says('Listening on ');
  const { err } = await end();
  const addresses = (await lookup('localhost', { all: true })).map(({ address }) => addressOf({ host: address, port }));
  expect(err).toContain(`Listening on ${addresses.join(', ')}\n`);
});

describe.skipIf(process.platform === 'win32').concurrent('signals', () => {
  async function started(cleanup: Cleanup, ...args: string[]) {
    const [port, folder] = [await freePort(), await temporaryFolder(cleanup)];
    const logFile = join(folder, 'log');
    const running = await gearbench(
      ['gearmand', '-p', String(port), '-l', logFile, '--verbose', 'INFO', ...args],
      cleanup,
    );
    await vi.waitUntil(() => readFile(logFile, 'utf8').then(hasListened, () => false), PATIENT);
    return { ...running, port, logFile };
  }
  const hasListened = (log: string) => log.includes('Listening on');

  test('SIGUSR1: it listens no more, and ends with its last connection', async ({ expect, onTestFinished }) => {
    const { pid, port, ended } = await started(onTestFinished);
    const [worker, client] = [await peerOf({ port }, onTestFinished), await peerOf({ port }, onTestFinished)];
    worker.send({ name: 'CAN_DO', function: 'f' }, { name: 'PRE_SLEEP' });
    worker.write('version\n');
    await worker.hears();
    process.kill(pid, 'SIGUSR1');
    await vi.waitUntil(async () => !(await isServed(['127.0.0.1', '::1'], port)), PATIENT);
    client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes('w') });
    const [created] = await client.hears();
    worker.send({ name: 'GRAB_JOB' });
    const handle = created?.split(' ')[1] as string;
    expect(await worker.hears(2)).toEqual(['NOOP', `JOB_ASSIGN ${handle} f w`]);
    worker.send({ name: 'WORK_COMPLETE', handle, result: bytes('r') });
    expect(await client.hears()).toEqual([`WORK_COMPLETE ${handle} r`]);
    worker.leave();
    client.write('version\n');
    await client.hears(); // it still runs
    client.leave();
    expect(await ended).toEqual({ code: 0, out: '', err: '' });
  });

  test('SIGUSR1 without a connection: it ends at once', async ({ expect, onTestFinished }) => {
    const { end } = await started(onTestFinished);
    expect(await end('SIGUSR1')).toEqual({ code: 0, out: '', err: '' });
  });

  test('SIGTERM ends what SIGUSR1 waits for', async ({ expect, onTestFinished }) => {
    const { pid, port, end } = await started(onTestFinished);
    const peer = await peerOf({ port }, onTestFinished);
    peer.write('version\n');
    await peer.hears();
    process.kill(pid, 'SIGUSR1');
    expect((await end()).code).toBe(0);
    expect(await peer.hearsTheEnd()).toEqual([]);
  });

  test('SIGHUP: the log goes on in a new file', async ({ expect, onTestFinished }) => {
    const { pid, port, logFile, end } = await started(onTestFinished);
    await rename(logFile, `${logFile}.1`);
    process.kill(pid, 'SIGHUP');
    await vi.waitUntil(() => existsSync(logFile), PATIENT);
    const peer = await peerOf({ port }, onTestFinished);
    peer.write('GET / HTTP/1.1\r\n');
    await peer.hearsTheEnd();
    expect((await end()).code).toBe(0);
    expect(await readFile(logFile, 'utf8')).toMatch(/^\S+ WARNING Connection \d+ from .* was closed: it speaks HTTP/);
    expect(await readFile(`${logFile}.1`, 'utf8')).toMatch(/Listening on .*\n$/);
  });
});

describe.skipIf(process.platform === 'win32').concurrent('-d', () => {
  test('it returns when the port is open, and what goes on is led by nobody', async ({ expect, onTestFinished }) => {
    const [port, folder] = [await freePort(), await temporaryFolder(onTestFinished)];
    const pidFile = join(folder, 'pid');
    const args = ['gearmand', '-d', '-p', String(port), '-P', pidFile, '-l', join(folder, 'log'), '-t', '4'];
    const { pid: starter, ended } = await gearbench(args, onTestFinished);
    expect(await ended).toEqual({ code: 0, out: '', err: 'gearmand: --threads has no effect: one serves all\n' });
    const pid = Number(await readFile(pidFile, 'utf8'));
    onTestFinished(() => killIfAlive(pid));
    expect(pid).not.toBe(starter);
    const peer = await peerOf({ port }, onTestFinished);
    peer.write('getpid\n');
    expect(await peer.hears()).toEqual([`OK ${pid}`]);
    expect(sessionOf(pid)).toBe(pid);
    process.kill(pid, 'SIGTERM');
    await vi.waitUntil(() => !isAlive(pid), PATIENT);
    expect(existsSync(pidFile)).toBe(false);
  });

  test('a failure is the one of the command', async ({ expect, onTestFinished }) => {
    const { port } = await runningServer({}, onTestFinished);
    const { ended } = await gearbench(['gearmand', '-d', '-p', String(port), '-l', 'none'], onTestFinished);
    const { code, err } = await ended;
    expect([code, err]).toEqual([1, expect.stringMatching(new RegExp(`^gearmand: Port ${port} is used by `))]);
  });
});

/** The session that a process leads or belongs to. */
const sessionOf = (pid: number): number =>
  Number(spawnSync('ps', ['-o', 'sess=', '-p', String(pid)], { encoding: 'utf8' }).stdout);

const asRoot = describe.skipIf(process.platform !== 'linux' || process.geteuid?.() !== 0);
asRoot('-u', () => {
  const idOf = (which: string) => Number(spawnSync('id', [which, 'nobody'], { encoding: 'utf8' }).stdout);

  test('the user and its group, and no other, once a port of root is open', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o777);
    const [pidFile, logFile] = [join(folder, 'pid'), join(folder, 'log')];
    const port = await lowPort();
    const args = ['gearmand', '-u', 'nobody', '-p', String(port), '-P', pidFile, '-l', logFile, '--verbose', 'INFO'];
    const { pid, end } = await gearbench(args, afterThisTest);
    await vi.waitUntil(
      () =>
        readFile(logFile, 'utf8').then(
          (log) => log.includes('Listening on'),
          () => false,
        ),
      PATIENT,
    );
    const [uid, gid] = [idOf('-u'), idOf('-g')];
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(status.match(/^(Uid|Gid|Groups):.*$/gm)).toEqual([
      `Uid:\t${[uid, uid, uid, uid].join('\t')}`,
      `Gid:\t${[gid, gid, gid, gid].join('\t')}`,
      expect.stringMatching(/^Groups:\s*$/),
    ]);
    expect([(await stat(pidFile)).uid, (await stat(logFile)).uid]).toEqual([uid, uid]);
    expect(await end()).toEqual({ code: 0, out: '', err: '' });
    expect(existsSync(pidFile)).toBe(false);
  });

  test('the queue on disk is opened as the user, who can go on with it', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o777);
    const db = join(folder, 'queue.db');
    const port = await lowPort();
    const args = [
      'gearmand',
      '-u',
      'nobody',
      '-p',
      String(port),
      '-l',
      'none',
      '-q',
      'libsqlite3',
      `--libsqlite3-db=${db}`,
    ];
    const { end } = await gearbench(args, afterThisTest);
    const client = await vi.waitFor(() => peerOf({ port }), PATIENT);
    client.send({ name: 'SUBMIT_JOB_BG', function: 'f', unique: 'u', workload: bytes('w') });
    expect(await client.hears()).toEqual([expect.stringMatching(/^JOB_CREATED /)]);
    const owners = (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).uid);
    expect(new Set(await Promise.all(owners))).toEqual(new Set([idOf('-u')]));
    expect((await end()).code).toBe(0);
    const again = await gearbench(args, afterThisTest);
    const admin = await vi.waitFor(() => peerOf({ port }), PATIENT);
    admin.write('status\n');
    expect(await admin.hears(2)).toEqual(['f\t1\t0\t0', '.']);
    expect((await again.end()).code).toBe(0);
  });

  test('a user that is not there ends it', async () => {
    const said = overhear();
    expect(await gearmand(['-u', 'nosuchuser', '-p', String(await freePort()), '-l', 'none'])).toBe(1);
    expect(said).toEqual(['gearmand: Could not find user : nosuchuser\n']);
  });

  test('what the user may not write ends it', async () => {
    const folder = await temporaryFolder(); // for its owner alone
    const args = ['gearmand', '-u', 'nobody', '-p', String(await freePort()), '-P', join(folder, 'pid'), '-l', 'none'];
    const { ended } = await gearbench(args, afterThisTest);
    expect(await ended).toMatchObject({ code: 1, err: expect.stringContaining('could not write the pid file') });
  });

  test('a daemon that may not write where gearmand has its log says so and goes on', async () => {
    const port = await freePort();
    const { ended } = await gearbench(['gearmand', '-d', '-u', 'nobody', '-p', String(port)], afterThisTest);
    expect(await ended).toEqual({
      code: 0,
      out: '',
      err: expect.stringMatching(
        /^gearmand: could not open the log file \/var\/log\/gearmand\.log: EACCES.* There is no log\n$/,
      ),
    });
    const peer = await peerOf({ port });
    peer.write('getpid\n');
    const pid = Number((await peer.hears())[0]?.split(' ')[1]);
    afterThisTest(() => killIfAlive(pid));
    process.kill(pid, 'SIGTERM');
    await vi.waitUntil(() => !isAlive(pid), PATIENT);
  });

  async function lowPort(): Promise<number> {
    for (let port = 700; port < 1000; port += 1) if (!(await isServed(['127.0.0.1', '::1'], port))) return port;
    throw new Error('no port of root is free');
  }
});

test('who is not root cannot ask for another user', async () => {
  const said = overhear();
  vi.spyOn(process, 'geteuid').mockReturnValue(1000);
  afterThisTest(() => void vi.restoreAllMocks());
  expect(await gearmand(['-u', 'nobody', '-l', 'none'])).toBe(1);
  expect(said).toEqual(['gearmand: Must be root to switch users.\n']);
});

// What else is wrong with the options is found before anything runs, which needs no process.
test.each([
  [['serve'], "unrecognised option 'serve'"],
  [['--verbose', 'LOUD'], 'Invalid value for --verbose supplied'],
  [['--config-file', '/nonexistent'], 'Could not open configuration file.'],
  [['-q', 'mysql'], 'Error while initializing the queue : mysql (the queues here are builtin and libsqlite3)'],
])('gearmand %j is refused', async (args, message) => {
  const said = overhear();
  expect(await gearmand(args)).toBe(1);
  expect(said).toEqual([`gearmand: ${message}\n`]);
});

test.skipIf(!needs('openssl')).each(['certificate', 'key', 'ca-file'])(
  'with --ssl, a %s that cannot be read ends it',
  async (which) => {
    const said = overhear();
    const { ca, certificate, key } = await (await authority()).files('server');
    const files = { certificate, key, 'ca-file': ca, [which]: '/nonexistent' };
    const options = Object.entries(files).map(([name, path]) => `--ssl-${name}=${path}`);
    expect(await gearmand(['--ssl', ...options, '-p', String(await freePort()), '-l', 'none'])).toBe(1);
    expect(said).toEqual([expect.stringContaining('gearmand: /nonexistent could not be read: ENOENT')]);
  },
);

test('a log file that cannot be written ends it', async () => {
  const said = overhear();
  expect(await gearmand(['-p', String(await freePort()), '-l', '/nonexistent/log'])).toBe(1);
  expect(said).toEqual([expect.stringMatching(/^gearmand: could not open the log file \/nonexistent\/log: ENOENT/)]);
});

test('more files than the system allows are refused', async () => {
  const said = overhear();
  expect(await gearmand(['-f', String(2 ** 40), '-p', String(await freePort()), '-l', 'none'])).toBe(1);
  expect(said.at(-1)).toMatch(/^gearmand: The system allows \d+ file descriptors, not 1099511627776\. Raise /);
});

test('--check-args says whether the options can be, and does nothing', async () => {
  const said = overhear();
  const busy = [
    '--check-args',
    '-d',
    '-P',
    '/nonexistent/pid',
    '-l',
    '/nonexistent/log',
    '-t',
    '4',
    '-u',
    'nosuchuser',
  ];
  expect([await gearmand(busy), await gearmand(['--check-args', '--help']), said]).toEqual([0, 0, []]);
  expect([await gearmand(['--check-args', '-j', '999']), said]).toEqual([
    1,
    ['gearmand: Job retries are 0 to 255, not 999.\n'],
  ]);
});

test('gearmand --help tells the options that it knows', async () => {
  const said = overhear();
  expect(await gearmand(['-h'])).toBe(0);
  expect(said.join('')).toContain('-P [ --pid-file ] arg');
});
