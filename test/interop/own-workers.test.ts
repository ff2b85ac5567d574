import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { FunctionDefinition } from '../../main/contract/functions.ts';
import type { WorkerInfo } from '../../main/contract/workers.ts';
import { workersOf } from '../../main/server/snapshot.ts';
import { targetOf } from '../../main/util/gearman-address.ts';
import { Supervisor } from '../../main/workers/supervisor.ts';
import { isAlive, killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { runningServer } from '../support/embedded.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';

/*
 * Programs that speak Gearman themselves, as our supervisor keeps them running: the PHP extension, the Perl module, the stock
 * tool. docs/commands.md.
 */

const PERL = `use Gearman::Worker; $| = 1;
  my $worker = Gearman::Worker->new(job_servers => [split /,/, $ENV{GEARMAN_SERVERS}]);
  $worker->register_function($ENV{GEARBENCH_FUNCTION} => sub {
    my $load = $_[0]->arg; print "got $load\\n"; sleep 60 if $load eq 'long'; exit 3 if $load eq 'die'; uc $load });
  $worker->work while 1;`;

async function supervised(definition: object) {
  const server = await runningServer();
  const supervisor = new Supervisor({
    target: () => server.host.target,
    reach: targetOf,
    lockOf: () => undefined,
    origins: server.origins,
    environment: { PATH: process.env['PATH'] },
    concurrency: () => 0,
    guard: { add: () => {}, remove: () => {} },
    registered: () => (server.host.broker === undefined ? [] : workersOf(server.host.broker.registry)),
    onChange: () => {},
    onLost: () => {},
    onOutcome: () => {},
    factsOf: () => undefined,
  });
  afterThisTest(() => supervisor.stopAll());
  await supervisor.start(
    FunctionDefinition.parse({ name: 'up', speaks: 'gearman', ...definition }),
    import.meta.dirname,
  );
  const becomes = (what: Partial<WorkerInfo>) =>
    expect.poll(() => supervisor.workers('up')[0], PATIENT).toMatchObject(what);
  const submit = async (workload: string, name = 'up') => {
    const client = await peerOf(server.host.target as { host: string; port: number });
    client.send({ name: 'SUBMIT_JOB', function: name, unique: '', workload: bytes(workload) });
    await client.hears();
    return async () => (await client.hears())[0]?.replace(/ H:\S+/, '');
  };
  const texts = () => supervisor.output('up').flatMap((line) => ('text' in line ? [line.text] : []));
  return { server, supervisor, becomes, submit, texts };
}

const perl = (code: string, ...more: string[]) => ({ command: { kind: 'argv', argv: ['perl', '-e', code, ...more] } });

describe.skipIf(!needs('perl'))('a Perl worker', () => {
  test('does jobs, is seen with its connection and its job, and its output is kept', async () => {
    const { submit, becomes, texts, supervisor, server } = await supervised(perl(PERL));
    await becomes({ state: 'sleeping', connection: expect.any(Number), pid: expect.any(Number) });
    expect(await (await submit('hello'))()).toBe('WORK_COMPLETE HELLO');
    await becomes({ state: 'sleeping', done: 1, failed: 0 });
    await submit('long');
    await becomes({ state: 'working', handle: expect.stringMatching('^H:') });
    await expect.poll(texts, PATIENT).toEqual(['got hello', 'got long']);
    const [{ pid, connection } = {} as WorkerInfo] = supervisor.workers('up');
    await supervisor.stop('up');
    expect([isAlive(pid as number), supervisor.running]).toEqual([false, []]);
    await expect.poll(() => server.host.broker?.registry.peers.has(connection as number), PATIENT).toBe(false);
  });

  test('is started again when it ends, and says how it had ended', async () => {
    const { submit, becomes } = await supervised(perl(PERL));
    await becomes({ state: 'sleeping' });
    await submit('die');
    await becomes({ lastFailure: expect.objectContaining({ exitCode: 3 }) });
    await becomes({ state: 'back-off', until: expect.any(Number) });
  });

  test('is another process after so many jobs, between two of them', async () => {
    const { submit, becomes, supervisor } = await supervised({ ...perl(PERL), jobsPerProcess: 2 });
    await becomes({ state: 'sleeping' });
    const before = supervisor.workers('up')[0]?.pid as number;
    for (const workload of ['a', 'b'])
      expect(await (await submit(workload))()).toBe(`WORK_COMPLETE ${workload.toUpperCase()}`);
    await expect.poll(() => supervisor.workers('up')[0]?.pid ?? before, PATIENT).not.toBe(before);
    expect(await (await submit('c'))()).toBe('WORK_COMPLETE C');
    await becomes({ state: 'sleeping', done: 3, lastFailure: null });
  });

  test('is started anew where the server is now', async () => {
    const { server, becomes, submit } = await supervised(perl(PERL));
    await becomes({ state: 'sleeping' });
    await server.host.stop();
    await server.host.start(await freePort());
    expect(await (await submit('after'))()).toBe('WORK_COMPLETE AFTER');
    await becomes({ lastFailure: null });
  });

  test('killed in its job it gives it back, and another process does it', async () => {
    const { submit, becomes, supervisor, texts } = await supervised(perl(PERL));
    await becomes({ state: 'sleeping' });
    await submit('long');
    await becomes({ state: 'working' });
    await expect.poll(texts, PATIENT).toEqual(['got long']);
    await supervisor.act('kill-job', 'up', 'up-1');
    await expect.poll(texts, PATIENT).toEqual(['got long', 'got long']);
    await supervisor.act('quiet', 'up', null);
    await becomes({ state: 'quiet' });
    await supervisor.act('kill', 'up', null);
    expect(supervisor.running).toEqual([]);
  });
});

test('the stock tool as a worker is told the server by its arguments', async () => {
  const argv = ['gearman', '-h', '{host}', '-p', '{port}', '-w', '-f', 'up', '--', 'tr', 'a-z', 'A-Z'];
  const { submit, becomes } = await supervised({ command: { kind: 'argv', argv } });
  await becomes({ state: 'sleeping' });
  expect(await (await submit('hello'))()).toBe('WORK_COMPLETE HELLO');
});

test.skipIf(!needs('php'))('a PHP worker with the extension', async () => {
  const argv = ['php', join(import.meta.dirname, 'php', 'worker.php'), '{port}'];
  const { submit, becomes, texts } = await supervised({ command: { kind: 'argv', argv } });
  await becomes({ state: 'sleeping', connection: expect.any(Number) });
  const says = await submit('abc', 'php_reverse');
  expect([await says(), await says(), await says()]).toEqual([
    'WORK_STATUS 1 2',
    'WORK_DATA half',
    'WORK_COMPLETE cba',
  ]);
  expect(texts()).toEqual(['ready']);
});

test('a program that cannot be started, or ends at once, is waited with longer each time', async () => {
  const { becomes, supervisor } = await supervised({ command: { kind: 'argv', argv: ['no-such-program'] } });
  await becomes({
    state: 'back-off',
    lastFailure: expect.objectContaining({ failure: expect.objectContaining({ code: 'program-not-found' }) }),
  });
  expect(supervisor.output('up')[0]).toMatchObject({ kind: 'failed', failure: { code: 'program-not-found' } });
});

test('what a program started goes with it', async () => {
  const line = 'sleep 60 & echo $!; sleep 0.2; exit 1';
  const { texts } = await supervised({ command: { kind: 'shell', line } });
  await vi.waitUntil(() => texts().length > 0, PATIENT);
  const pid = Number(texts()[0]);
  afterThisTest(() => killIfAlive(pid));
  await expect.poll(() => isAlive(pid), PATIENT).toBe(false);
});
