import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Authority, authority } from '../support/certificates.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';

const GEARBENCH = fileURLToPath(new URL('../../bin/gearbench', import.meta.url));

/** Whether the stock tools speak TLS: Debian builds them without, and they take -S and speak plainly. */
function stockSpeakTls(): boolean {
  const path = spawnSync('sh', ['-c', 'command -v gearadmin'], { encoding: 'utf8' }).stdout.trim();
  return path !== '' && readFileSync(path).includes('GEARMAN_CLIENT_PEM');
}

describe.skipIf(!needs('openssl'))('TLS', () => {
  let trusted: Authority;
  let server: { port: number; env: NodeJS.ProcessEnv };
  const undo: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    const cleanup = (each: () => void | Promise<void>) => void undo.unshift(each);
    trusted = await authority(cleanup);
    const [files, client, port] = [await trusted.files('server'), await trusted.files('client'), await freePort()];
    const options = [
      '--ssl',
      `--ssl-ca-file=${files.ca}`,
      '--ssl-certificate',
      files.certificate,
      '--ssl-key',
      files.key,
    ];
    const { says } = await gearbench(
      ['gearmand', '-p', String(port), '-l', 'stderr', '--verbose=INFO', ...options],
      cleanup,
    );
    await says('Listening on');
    const env = {
      ...process.env,
      GEARMAND_CA_CERTIFICATE: client.ca,
      GEARMAN_CLIENT_PEM: client.certificate,
      GEARMAN_CLIENT_KEY: client.key,
    };
    server = { port, env };
    return async () => {
      for (const each of undo) await each();
    };
  });

  const ours = (options: string[], env = server.env) =>
    run(GEARBENCH, ['gearadmin', '-p', String(server.port), ...options], { env });

  test('our gearadmin asks; without -S, or with a certificate of somebody else, it is not heard', async () => {
    expect(await ours(['-S', '--status'])).toEqual({ code: 0, stdout: expect.stringMatching(/\.\n$/), stderr: '' });
    const lost = { code: 1, stdout: '', stderr: 'Error: Socket was shutdown while reading from localhost\n' };
    expect(await ours(['--status'])).toEqual(lost);
    const { certificate, key } = await (await authority()).files('client');
    const strange = { ...server.env, GEARMAN_CLIENT_PEM: certificate, GEARMAN_CLIENT_KEY: key };
    expect(await ours(['-S', '--status'], strange)).toEqual(lost);
  });

  test('our gearadmin does not ask a server of another authority, or without certificates', async () => {
    const { ca } = await (await authority()).files('client');
    const { code, stderr } = await ours(['-S', '--status'], { ...server.env, GEARMAND_CA_CERTIFICATE: ca });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^Error: The connection to localhost:\d+ failed: .*certificate/),
    ]);
    expect(await ours(['-S', '--status'], { ...server.env, GEARMAN_CLIENT_KEY: '/nonexistent' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Error: \/nonexistent could not be read: ENOENT/),
    });
  });

  test('our gearman submits and works, over TLS alone', async () => {
    const gearman = (args: string[]) =>
      run(GEARBENCH, ['gearman', '-p', String(server.port), ...args], { env: server.env });
    const args = ['gearman', '-S', '-p', String(server.port), '-w', '-f', 'size', '--', 'wc', '-c'];
    afterThisTest(background(GEARBENCH, args, { env: server.env }).stop);
    await until('the worker', async () => (await ours(['-S', '--status'])).stdout.includes('size\t0\t0\t1'));
    expect(await gearman(['-S', '-f', 'size', 'twelve bytes'])).toEqual({ code: 0, stdout: '12\n', stderr: '' });
    expect(await gearman(['-f', 'size', 'x'])).toMatchObject({ code: 69, stdout: '' });
  });

  test('openssl and the server find a common language, and each knows the other', async () => {
    const { ca, certificate, key } = await trusted.files('openssl');
    const args = ['s_client', '-connect', `127.0.0.1:${server.port}`, '-CAfile', ca, '-cert', certificate, '-key', key];
    const client = background('openssl', [...args, '-verify_return_error', '-brief'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    afterThisTest(client.stop);
    client.child.stdin?.write('verbose\n');
    await client.says('OK INFO\n');
    await client.says('Verification: OK');
  });

  describe.skipIf(!needs('perl'))('Perl', () => {
    const perl = async (certificates: Authority) => {
      const { ca, certificate, key } = await certificates.files('perl');
      return `{ host => '127.0.0.1', port => ${server.port}, use_ssl => 1,
        ca_file => '${ca}', cert_file => '${certificate}', key_file => '${key}',
        socket_cb => sub { $_[0]{SSL_verifycn_scheme} = 'none' } }`;
    };
    const client = (target: string) =>
      run('perl', [
        '-MGearman::Client',
        '-e',
        `$SIG{PIPE} = 'IGNORE';
        my $client = Gearman::Client->new(job_servers => [${target}]);
        my $bytes = 'namraeG' . "\\0" x 1000000;
        my $result = eval { $client->do_task(turn => $bytes, { timeout => 5 }) };
        print defined $result ? ($$result eq reverse($bytes) ? 'same' : 'other') : 'nothing';`,
      ]);

    /** Turns bytes around, until the end of the test. */
    async function worker(target: string): Promise<void> {
      const code = `my $worker = Gearman::Worker->new(job_servers => [${target}]);
        $worker->register_function(turn => sub { scalar reverse $_[0]->arg });
        $worker->work;`;
      afterThisTest(background('perl', ['-MGearman::Worker', '-e', code]).stop);
      await until('the worker', async () => /^turn\t0\t0\t1$/m.test((await ours(['-S', '--status'])).stdout));
    }

    test('a client and a worker work over it; who has no certificate of the authority gets nothing', async () => {
      const [known, stranger] = [await perl(trusted), await perl(await authority())];
      await worker(known);
      expect(await client(known)).toEqual({ code: 0, stdout: 'same', stderr: '' });
      const ca = /ca_file => '[^']+'/;
      expect((await client(stranger.replace(ca, ca.exec(known)?.[0] as string))).stdout).toBe('nothing');
    });
  });

  describe.skipIf(!needs('gearadmin') || !needs('gearman'))('the stock tools', () => {
    const stock = (program: string, args: string[], input = '') =>
      run(program, ['-S', '-p', String(server.port), ...args], { input, env: server.env });

    if (!stockSpeakTls()) {
      test('built without TLS they take -S and speak plainly, and are not heard', async () => {
        expect((await stock('gearadmin', ['--server-version'])).stdout).toBe('');
        expect((await stock('gearman', ['-f', 'count'], 'x')).stdout).toBe('');
      });
      return;
    }

    test('gearadmin -S tells what ours tells', async () => {
      const options = ['--server-version', '--getpid', '--show-jobs', '--create-function=made', '--priority-status'];
      expect(await stock('gearadmin', options)).toEqual(await ours(['-S', ...options]));
    });

    test('gearman -S submits and works', async () => {
      const args = ['-S', '-p', String(server.port), '-w', '-f', 'count', '--', 'wc', '-c'];
      const worker = background('gearman', args, { env: server.env });
      afterThisTest(worker.stop);
      await until('the worker', async () => (await ours(['-S', '--status'])).stdout.includes('count\t0\t0\t1'));
      expect(await stock('gearman', ['-f', 'count'], 'x'.repeat(300_000))).toEqual({
        code: 0,
        stdout: '300000\n',
        stderr: '',
      });
    });
  });
});
