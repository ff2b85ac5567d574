import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { isAlive, killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, listening } from './servers.ts';

const GEARBENCH = fileURLToPath(new URL('../../bin/gearbench', import.meta.url));

/** What a service script does with a daemon that goes to the background and is known by its pid file. */
const SERVICE = `
alive() { [ -s "$PIDFILE" ] && kill -0 "$(cat "$PIDFILE")" 2>/dev/null; }
start() {
  $DAEMON --port="$PORT" --pid-file="$PIDFILE" $PARAMS
}
stop() {
  alive || return 1
  kill "$(cat "$PIDFILE")"
  while [ -e "$PIDFILE" ]; do sleep 0.02; done
}
case $1 in
  start) start ;;
  stop) stop ;;
  restart) stop; start ;;
  ask) gearadmin --port "$PORT" --getpid --status ;;
  status) alive && echo running || { echo stopped; exit 3; } ;;
esac`;

// Windows has neither these signals nor a shell for it.
describe.skipIf(process.platform === 'win32').each([
  ['gearmand', '/usr/sbin/gearmand'],
  ['our server', `${GEARBENCH} gearmand`],
])('a service script of %s', (name, daemon) => {
  const test = it.skipIf(name === 'gearmand' && !needs('gearmand'));

  async function service() {
    const [port, pidFile] = [await freePort(), join(await temporaryFolder(), 'gearmand.pid')];
    const environment = {
      DAEMON: daemon,
      PORT: String(port),
      PIDFILE: pidFile,
      PARAMS: '--daemon --listen=localhost --log-file=none --verbose=INFO -j 3',
      GEARBENCH_DATA: await temporaryFolder(),
    };
    const settings = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
    afterThisTest(async () => {
      if (existsSync(pidFile)) killIfAlive(await pid());
    });
    const pid = async () => Number(await readFile(pidFile, 'utf8'));
    const does = (verb: string) => run('sh', ['-c', `${settings.join('\n')}\n${SERVICE}`, 'service', verb]);
    return { port, pidFile, pid, does };
  }

  test('starts it, finds it by its pid file, and stops it', async () => {
    const { port, pidFile, pid, does } = await service();
    expect(await does('status')).toMatchObject({ code: 3, stdout: 'stopped\n' });
    expect(await does('start')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await does('status')).toMatchObject({ code: 0, stdout: 'running\n' });
    expect(await ask(port, 'getpid')).toBe(`OK ${await pid()}\n`);
    if (needs('gearadmin')) expect(await does('ask')).toEqual({ code: 0, stdout: `${await pid()}\n.\n`, stderr: '' });
    expect(await does('stop')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(pidFile)).toBe(false);
    await expect(ask(port, 'version')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('restarts it on the same port at once, although somebody is connected', async () => {
    const { port, pid, does } = await service();
    await does('start');
    const [before, worker] = [await pid(), await peerOf({ port })];
    worker.send({ name: 'CAN_DO', function: 'resize' }, { name: 'GRAB_JOB' });
    expect(await worker.hears()).toEqual(['NO_JOB']);
    expect(await does('restart')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await worker.hearsTheEnd()).toEqual([]);
    expect(await ask(port, 'getpid')).toBe(`OK ${await pid()}\n`);
    expect(await pid()).not.toBe(before);
    await until('the end of the first', () => !isAlive(before));
    expect(await does('stop')).toMatchObject({ code: 0 });
  });
});

describe.skipIf(process.platform === 'win32')('the pid file', () => {
  async function started(port: number, pidFile: string) {
    const process = await gearbench(['gearmand', '-p', String(port), '-P', pidFile, '-l', 'none'], afterThisTest);
    await until('the pid file', () => existsSync(pidFile));
    return process;
  }

  test('once it is there the server listens, and it has the id of who listens', async () => {
    const [port, pidFile] = [await freePort(), join(await temporaryFolder(), 'gearmand.pid')];
    const { pid } = await started(port, pidFile);
    expect(await ask(port, 'getpid')).toBe(`OK ${pid}\n`);
    expect(await readFile(pidFile, 'utf8')).toBe(`${pid}\n`);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('is gone after %s, and the exit code is 0', async (signal) => {
    const [port, pidFile] = [await freePort(), join(await temporaryFolder(), 'gearmand.pid')];
    const { end } = await started(port, pidFile);
    await peerOf({ port });
    expect(await end(signal)).toEqual({ code: 0, out: '', err: '' });
    expect(existsSync(pidFile)).toBe(false);
  });

  test('what a crash left behind is written anew', async () => {
    const [port, pidFile] = [await freePort(), join(await temporaryFolder(), 'gearmand.pid')];
    const { end } = await started(port, pidFile);
    await end('SIGKILL');
    expect(existsSync(pidFile)).toBe(true);
    const { pid } = await started(port, pidFile);
    await listening(port);
    await until('the new id', async () => (await readFile(pidFile, 'utf8')) === `${pid}\n`);
  });
});
