import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { authority } from '../../support/certificates.ts';
import { afterThisTest, type Cleanup } from '../../support/cleanup.ts';
import { GEARBENCH, gearbench } from '../../support/command-line.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { needs } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/*
 * How `gearbench gearman` ends when it is asked to: the real program, as client and as worker. What it does until then is in
 * test/interop, beside the stock tool.
 */

const WORKER = ['-w', '-f', 'f', '--', 'cat'];
const CLIENT = ['-f', 'f', 'x'];

async function server(cleanup: Cleanup) {
  const { target } = await runningServer({}, cleanup);
  const peer = await peerOf(target, cleanup);
  /** What `status` tells of the function: jobs, those that run, workers. */
  const status = async () => {
    peer.write('status\n');
    const [row = ''] = await peer.hears();
    if (row !== '.') await peer.hears();
    return row.slice(2);
  };
  const becomes = (expected: string) => vi.waitUntil(async () => (await status()) === expected, PATIENT);
  return { port: String(target.port), peer, becomes };
}

describe.skipIf(process.platform === 'win32').concurrent('Ctrl-C', () => {
  test('ends a worker that waits for a job, and a second one at the same time is no other', async ({
    expect,
    onTestFinished,
  }) => {
    const { port, becomes } = await server(onTestFinished);
    const { end } = await gearbench(['gearman', '-p', port, ...WORKER], onTestFinished);
    await becomes('0\t0\t1');
    // From the terminal and from npm, at any moment of its end.
    for (let times = 0; times < 20; times += 1) {
      void end('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect(await end('SIGINT')).toEqual({ code: 0, out: '', err: '' });
  });

  test('ends a client that waits for its job', async ({ expect, onTestFinished }) => {
    const { port, becomes } = await server(onTestFinished);
    const { end } = await gearbench(['gearman', '-p', port, ...CLIENT], onTestFinished);
    await becomes('1\t0\t0');
    expect(await end('SIGINT')).toEqual({ code: 130, out: '', err: '' });
  });

  test.skipIf(!needs('openssl')).for([
    ['worker', WORKER, 0],
    ['client', CLIENT, 130],
  ] as const)('ends a %s whose server does not answer', async ([_role, args, code], { expect, onTestFinished }) => {
    const silent = await fakeServer(() => {}, onTestFinished);
    const { ca, certificate, key } = await (await authority(onTestFinished)).files('client');
    const { end } = await gearbench(
      ['gearman', '-h', '127.0.0.1', '-p', String(silent.port), '-S', '-t', '1000000000', ...args],
      onTestFinished,
      { GEARMAND_CA_CERTIFICATE: ca, GEARMAN_CLIENT_PEM: certificate, GEARMAN_CLIENT_KEY: key },
    );
    await vi.waitUntil(() => silent.connections.length === 1, PATIENT);
    expect(await end('SIGINT')).toEqual({ code, out: '', err: '' });
  });

  test('lets a worker say what it has to say; a second one ends it at once, and its pid file goes', async ({
    expect,
    onTestFinished,
  }) => {
    const { port, peer, becomes } = await server(onTestFinished);
    const pidFile = join(await temporaryFolder(onTestFinished), 'pid');
    const child = spawn(GEARBENCH, ['gearman', '-p', port, '-i', pidFile, '-w', '-f', 'f'], {
      stdio: ['ignore', 'pipe', 'inherit'], // and nobody reads what it prints
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    await becomes('0\t0\t1');
    peer.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: Buffer.alloc(2 ** 20) });
    expect((await peer.hears(2)).map((said) => said.split(' ')[0])).toEqual(['JOB_CREATED', 'WORK_COMPLETE']);
    child.kill('SIGINT');
    await becomes('0\t0\t0');
    expect([child.exitCode, child.signalCode, existsSync(pidFile)]).toEqual([null, null, true]);
    const again = setInterval(() => void child.kill('SIGINT'), 50);
    onTestFinished(() => clearInterval(again));
    expect([await ended, existsSync(pidFile)]).toEqual([[null, 'SIGINT'], false]);
  });
});

/** Whether name look-ups of a process can be led to a name server of the test: as root, on Linux. */
const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;

test.skipIf(!canMount).for([
  ['client', '-t 1000000000 -f f x'],
  ['worker', '-w -f f -- cat'],
])('the first Ctrl-C ends a %s whose name server does not answer', async ([_role, args]) => {
  const [folder, names] = [await temporaryFolder(), createSocket('udp4')];
  afterThisTest(() => void names.close());
  names.bind(53, '127.9.9.9');
  await once(names, 'listening');
  const resolver = join(folder, 'resolv.conf');
  await writeFile(resolver, 'nameserver 127.9.9.9\noptions timeout:30 attempts:5\n');
  const line = `mount --bind ${resolver} /etc/resolv.conf && exec ${GEARBENCH} gearman -h host.example ${args}`;
  const child = spawn('unshare', ['-m', 'sh', '-c', line], { stdio: 'ignore' });
  afterThisTest(() => void child.kill('SIGKILL'));
  await once(names, 'message');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
});

test('a worker that ends after its last job has sent the whole result', async ({ expect, onTestFinished }) => {
  const { port, peer, becomes } = await server(onTestFinished);
  const { ended } = await gearbench(['gearman', '-p', port, '-c', '1', ...WORKER], onTestFinished);
  await becomes('0\t0\t1');
  const workload = 'x'.repeat(2 ** 24);
  peer.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes(workload) });
  const [, complete = ''] = await peer.hears(2);
  expect([complete.split(' ')[0], complete.split(' ')[2] === workload]).toEqual(['WORK_COMPLETE', true]);
  expect(await ended).toEqual({ code: 0, out: '', err: '' });
});
