import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realMachine } from '../../../main/doctor/real-machine.ts';
import { isAlive } from '../../support/alive.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const machineBelow = (root?: string) =>
  realMachine({ environment: process.env, terminalPath: async () => '/bin', ...(root !== undefined && { root }) });
const machine = machineBelow();

describe.skipIf(process.platform === 'win32')('a program that is run', () => {
  test('says what it says, and how it ends', async () => {
    const ran = await machine.run(['/bin/sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(ran).toMatchObject({ end: { how: 'exit', code: 3 }, out: 'out\n', err: 'err\n' });
  });

  test('gets its arguments as they are, the C locale, and nothing to read', async () => {
    const ran = await machine.run([
      '/bin/sh',
      '-c',
      'printf "%s|" "$@"; echo "$LC_ALL"; cat',
      'sh',
      '$(id)',
      '; a "b"',
    ]);
    expect(ran.out).toBe('$(id)|; a "b"|C\n');
  });

  test('is ended after its time, with all that it started', async () => {
    const pids = join(await temporaryFolder(), 'pids');
    const ran = await machine.run(['/bin/sh', '-c', `sleep 1000 & echo $! >${pids}; wait`], { patience: 500 });
    expect(ran.end).toEqual({ how: 'time-out' });
    const pid = Number(await readFile(pids, 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test('is ended by who started it, with all that it started, or before it has begun', async () => {
    const pids = join(await temporaryFolder(), 'pids');
    const abort = new AbortController();
    const running = machine.run(['/bin/sh', '-c', `sleep 1000 & echo $! >${pids}; wait`], { signal: abort.signal });
    const read = () => readFile(pids, 'utf8').catch(() => '');
    await expect.poll(read, { timeout: 20_000 }).not.toBe('');
    abort.abort();
    expect((await running).end).toEqual({ how: 'ended' });
    const pid = Number(await read());
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect((await machine.run(['/bin/sleep', '1000'], { signal: abort.signal })).end).toEqual({ how: 'ended' });
  });

  test('does not hold anybody up with what it leaves running', async () => {
    const ran = await machine.run(['/bin/sh', '-c', 'sleep 1000 & echo $!']);
    expect(ran.end).toEqual({ how: 'exit', code: 0 });
    await expect.poll(() => isAlive(Number(ran.out))).toBe(false);
  });

  test('that crashes is told with its signal, one that is not there with the reason', async () => {
    expect((await machine.run(['/bin/sh', '-c', 'kill -SEGV $$'])).end).toEqual({ how: 'signal', signal: 'SIGSEGV' });
    expect((await machine.run(['/nowhere/php'])).end).toEqual({ how: 'unstartable', reason: 'ENOENT' });
  });

  test('that never stops writing is read to a limit', async () => {
    const ran = await machine.run(['/bin/sh', '-c', 'yes'], { patience: 300 });
    expect([ran.end.how, ran.out.length]).toEqual(['time-out', 256 * 1024]);
  });
});

test('a pipe, a folder and what is not there have no bytes', async () => {
  const folder = await temporaryFolder();
  expect(await Promise.all([folder, join(folder, 'gone')].map((path) => machine.read(path)))).toEqual([null, null]);
  expect(await Promise.all([machine.list(join(folder, 'gone')), machine.about(join(folder, 'gone'))])).toEqual([
    [],
    null,
  ]);
});

test('a disk tells its room, and what is not there does not', async () => {
  expect(await machine.space(await temporaryFolder())).toBeGreaterThan(0);
  expect(await machine.space('/nowhere/at/all')).toBe(null);
});

describe.skipIf(process.platform === 'win32')('below a root', () => {
  async function rooted() {
    const root = await temporaryFolder();
    await mkdir(join(root, 'etc/alternatives'), { recursive: true });
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await writeFile(join(root, 'usr/bin/php8.2'), 'a program');
    await symlink('/usr/bin/php8.2', join(root, 'etc/alternatives/php'));
    await symlink('/etc/alternatives/php', join(root, 'usr/bin/php'));
    await symlink('../../../../../../etc/passwd', join(root, 'usr/bin/out'));
    await symlink('loop', join(root, 'usr/bin/loop'));
    return { root, below: machineBelow(root) };
  }

  test('links lead where they lead there', async () => {
    const { below } = await rooted();
    expect(await below.real('/usr/bin/php')).toBe('/usr/bin/php8.2');
    expect((await below.read('/usr/bin/php'))?.toString()).toBe('a program');
    expect(await below.list('/usr/bin/../bin')).toEqual(['loop', 'out', 'php', 'php8.2']);
  });

  test('nothing leads out of it, and a link to itself leads nowhere', async () => {
    const { below } = await rooted();
    expect(await below.read('/usr/bin/out')).toBe(null);
    expect(await below.read('/../../etc/passwd')).toBe(null);
    expect([await below.about('/usr/bin/loop'), await below.real('/usr/bin/loop')]).toEqual([null, null]);
  });

  test('the web is not asked, and this computer has no addresses there', async () => {
    const { root, below } = await rooted();
    const page = { folder: '/usr/bin', name: 'gb-x.php', code: '', url: 'http://127.0.0.1:1/' };
    expect([await below.fetch('http://127.0.0.1:1/'), await below.tryPage(page), below.addresses()]).toEqual([
      { what: 'not-asked' },
      { what: 'not-asked' },
      [],
    ]);
    expect(await below.about(`/usr/bin/${page.name}`)).toBe(null);
    expect(Math.abs(Number(await below.space('/usr/bin')) - Number(await machine.space(root)))).toBeLessThan(1e9);
  });

  test('neither ports nor the shell of this computer are asked', async () => {
    const { below } = await rooted();
    expect(await Promise.all([below.ask('127.0.0.1', 1), below.terminalPath()])).toEqual([{ what: 'not-asked' }, null]);
  });
});

describe('a port', () => {
  async function listening(answer: string | null): Promise<number> {
    const server = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => (answer === null ? socket.destroy() : socket.write(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterThisTest(() => void server.close());
    return (server.address() as { port: number }).port;
  }

  test.each([
    ['OK 1.1.20\r\n', { what: 'gearman', version: '1.1.20' }],
    ['1.1.21\n', { what: 'gearman', version: '1.1.21' }],
    ['HTTP/1.1 400 Bad Request\r\n', { what: 'other' }],
    ['SSH-2.0-OpenSSH_9.2\r\n', { what: 'other' }],
    [null, { what: 'other' }],
  ])('that says %j is %j', async (answer, expected) => {
    expect(await machine.ask('127.0.0.1', await listening(answer))).toEqual(expected);
  });

  test('that nobody listens at is nothing', async () => {
    expect(await machine.ask('127.0.0.1', await freePort())).toMatchObject({ what: 'nothing', why: 'refused' });
  });
});
