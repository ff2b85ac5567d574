import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SERVER_VERSION } from '../../main/util/version.ts';
import { freePort } from '../support/free-port.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';
import { type JobServer, ourServer, queue, realServer, registered } from './servers.ts';
import { gearman } from './stock.ts';

const gearadmin = (port: number, ...options: string[]) => run('gearadmin', ['-p', String(port), ...options]);

/** The same without what is each server's own: process id, version, and in what order a table's rows come. */
async function alike(server: JobServer, ...options: string[]) {
  const { stdout, ...rest } = await gearadmin(server.port, ...options);
  const plain = stdout
    .replaceAll(/^(1\.1\.20\S*)$/gm, 'VERSION')
    .replaceAll(new RegExp(`^${server.pid}$`, 'gm'), 'PID')
    .replaceAll(/^\d+ (?=127\.0\.0\.1 )/gm, 'FD ');
  return { ...rest, tables: plain.split('\n.\n').map((table) => table.split('\n').toSorted()) };
}

describe.skipIf(!needs('gearadmin') || !needs('gearman') || !needs('gearmand'))('gearadmin tells the same', () => {
  const [ours, real] = [ourServer(), realServer()];

  /** Jobs that wait, of each priority and with a client; a worker that has a name, two functions and a job; another one. */
  async function scene({ port }: JobServer): Promise<void> {
    for (const args of [
      ['-u', 'red'],
      ['-I', '-u', 'blue'],
      ['-L', '-u', 'grey'],
      ['-L', '-u', '-'],
    ])
      await gearman(port, ['-b', '-f', 'resize', ...args, 'image']);
    await gearman(port, ['-b', '-f', 'mail', '-u', 'red', 'letter']);
    const worker = background('gearman', ['-p', String(port), '-w', '-f', 'idle', '--', 'cat'], { stdio: 'ignore' });
    undo.push(worker.stop);
    await registered(port, 'idle');
    const client = background('gearman', ['-p', String(port), '-f', 'held', '-u', 'green', 'job']);
    undo.push(client.stop);
    const named = await peerOf({ port }, (leave) => undo.push(leave));
    named.send(
      { name: 'SET_CLIENT_ID', clientId: 'worker-1' },
      { name: 'CAN_DO', function: 'held' },
      { name: 'CAN_DO', function: 'spare' },
    );
    await until('the job of the client', async () => (await queue(port, 'held')).total === 1);
    named.send({ name: 'GRAB_JOB_UNIQ' });
    await until('the job at the worker', async () => (await queue(port, 'held')).running === 1);
  }

  // Whatever became of it, and before its servers: a stock worker that outlives one asks for it without a pause.
  const undo: (() => void | Promise<void>)[] = [];
  beforeAll(async () => void (await Promise.all([scene(ours), scene(real)])));
  afterAll(async () => {
    for (const each of undo) await each();
  });

  test.each([
    [['--status']],
    [['--priority-status']],
    [['--workers']],
    [['--show-jobs']],
    [['--show-unique-jobs']],
    [['--getpid']],
    [['--server-version']],
    [['--server-verbose']],
    [['--status', '--getpid', '--workers']],
    [['--show-unique-jobs', '--server-version', '--priority-status', '--show-jobs', '--server-verbose']],
    [['-h', '127.0.0.1', '--status']],
    [['--host=localhost', '--workers']],
    [['--create-function', 'made', '--drop-function', 'made']],
    [['--drop-function', 'held']],
    [['--drop-function', 'none', '--status']],
    [['--cancel-job', 'H:none:1']],
  ])('as gearmand of the same jobs and workers: %j', async (options) => {
    // A server may list a connection for a moment after it was closed.
    await vi.waitFor(async () => expect(await alike(ours, ...options)).toEqual(await alike(real, ...options)), PATIENT);
  });

  // What was compared is worth something only where there was something to tell.
  test('the tables are not empty', async () => {
    const { tables } = await alike(ours, '--status', '--workers', '--show-jobs');
    expect(tables.flat()).toEqual(
      expect.arrayContaining([
        'resize\t4\t0\t0',
        'held\t1\t1\t1',
        'FD 127.0.0.1 worker-1 : spare held',
        'FD 127.0.0.1 - :',
      ]),
    );
    expect(tables.flat().filter((row) => row.startsWith('H:'))).toHaveLength(6);
  });
});

describe.skipIf(!needs('gearadmin'))('gearadmin and our server', () => {
  const server = ourServer();
  const asks = (...options: string[]) => gearadmin(server.port, ...options);

  test('the process id is the one of the server, and its version says what it is', async () => {
    expect((await asks('--getpid')).stdout).toBe(`${server.pid}\n`);
    expect((await asks('--server-version')).stdout).toBe(`${SERVER_VERSION}\n`);
  });

  test('it answers on both loopback addresses', async () => {
    for (const host of ['127.0.0.1', '::1', 'localhost'])
      expect(await asks('-h', host, '--status')).toEqual({ code: 0, stdout: '.\n', stderr: '' });
  });

  test('without a server it says so', async () => {
    const { code, stderr } = await gearadmin(await freePort(), '--status');
    expect([code, stderr]).toEqual([1, 'Error: Error connecting to localhost.\n\n']);
  });
});
