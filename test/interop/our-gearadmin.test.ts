import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/peers.ts';
import { type Finished, run } from '../support/processes.ts';
import { type JobServer, ourServer, realServer } from './servers.ts';
import { gearman } from './stock.ts';

const GEARBENCH = fileURLToPath(new URL('../../bin/gearbench', import.meta.url));

const stock = (options: string[]) => run('gearadmin', options);
const ours = (options: string[]) => run(GEARBENCH, ['gearadmin', ...options]);

/** A table lists the connection that asks, which is another one each time. */
const alike = ({ stdout, ...rest }: Finished) => ({
  ...rest,
  stdout: stdout.replaceAll(/^\d+ (?=127\.0\.0\.1 )/gm, 'FD '),
});

describe.skipIf(!needs('gearadmin') || !needs('gearman') || !needs('gearmand'))('our gearadmin', () => {
  const servers: [string, JobServer][] = [
    ['gearmand', realServer()],
    ['our server', ourServer()],
  ];

  beforeAll(async () => {
    for (const [, { port }] of servers) {
      await gearman(port, ['-b', '-f', 'resize', '-u', 'red', 'image']);
      await gearman(port, ['-b', '-f', 'OK then', '-u', '-', 'x']);
    }
  });

  describe.each(servers)('asks %s', (_name, server) => {
    test.each([
      [['--status']],
      [['--priority-status']],
      [['--workers']],
      [['--show-jobs']],
      [['--show-unique-jobs']],
      [['--getpid']],
      [['--server-version']],
      [['--server-verbose']],
      [['--server-verb', '--show-u']],
      [['--create-function', 'made']],
      [['--drop-function', 'none']],
      [['--cancel-job', 'H:none:1']],
      [['--status', '--getpid', '--drop-function=none', '--show-jobs', '--create-function=made', '--server-version']],
      [['-h', '127.0.0.1', '--status']],
      [['--host=::1', '--status']],
    ])('%j, byte for byte as gearadmin', async (options) => {
      const asked = ['-p', String(server.port), ...options];
      const expected = alike(await stock(asked));
      expect(expected.stdout + expected.stderr).not.toBe('');
      expect(alike(await ours(asked))).toEqual(expected);
    });

    test('creates, cancels and drops', async () => {
      const at = (...options: string[]) => ours(['-p', String(server.port), ...options]);
      expect(await at('--create-function', 'new')).toEqual({ code: 0, stdout: 'OK\n', stderr: '' });
      const jobs = (await at('--show-jobs')).stdout;
      const handle = jobs.split('\t')[0] as string;
      expect(await at('--cancel-job', handle)).toEqual({ code: 0, stdout: 'OK\n', stderr: '' });
      expect((await at('--show-jobs')).stdout).toContain(`${handle}\t0\t1\t`);
      expect(await at('--drop-function', 'new')).toEqual({ code: 0, stdout: 'OK\n', stderr: '' });
      expect((await at('--status')).stdout).not.toContain('new\t');
    });
  });

  test.each([
    [['--help']],
    [[]],
    [['-S']],
    [['--bogus', '--status']],
    [['--bogus=1']],
    [['-x']],
    [['--show']],
    [['--s=1']],
    [['--status=1']],
    [['--status', '--status']],
    [['--create-function']],
    [['--create-function=']],
    [['-p']],
    [['words', 'alone']],
    [['-h', 'nowhere.invalid', '--status']],
    [['-p', 'x', '--status']],
    [['-h', '', '--status']],
  ])('%j: it refuses in the same words', async (options) => {
    const expected = await stock(options);
    expect(expected.stdout + expected.stderr).not.toBe('');
    expect(await ours(options)).toEqual(expected);
  });

  test('without a server it says so', async () => {
    const options = ['-h', '127.0.0.1', '-p', String(await freePort()), '--status'];
    expect(await ours(options)).toEqual(await stock(options));
  });
});
