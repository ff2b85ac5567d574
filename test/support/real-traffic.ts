import { vi } from 'vitest';
import type { PacketRow } from '../../main/contract/packets.ts';
import { wireOf } from '../../main/util/wire.ts';
import { gearman, gearmanWorker } from '../interop/stock.ts';
import { afterThisTest } from './cleanup.ts';
import { engineOf, shell } from './engine.ts';
import { bytes } from './packets.ts';
import { PATIENT } from './patient.ts';
import { peerOf } from './peer.ts';
import { background, run } from './processes.ts';
import { wholePacket } from './whole-packet.ts';

/**
 * An engine that has served real clients: the stock tools, the PHP extension, Perl, what a person submits, and one who
 * sends what those do not. Its capture is at rest, and has so many packets at least.
 */
export async function realTraffic(least: number) {
  const { port, call, define, idle, submit, reaches } = await engineOf();
  await call('server.start', {});
  for (const [name, line] of Object.entries({ rev: 'rev', size: 'wc -c', broken: 'echo so far; kill -9 $$' })) {
    await define(name, shell(line), { workers: 2 });
    await call('workers.start', { name });
    await idle(name);
  }
  await gearmanWorker(port, ['upper', 'lines'], ['tr', 'a-z', 'A-Z']);
  const php = background('php', ['-r', PHP_WORKER(port)]);
  const perl = background('perl', ['-MGearman::Worker', '-e', PERL_WORKER(port)]);
  for (const worker of [php, perl]) afterThisTest(worker.stop);
  await vi.waitUntil(async () => {
    const names = (await call('functions.list', undefined)).map(({ name }) => name);
    return ['php_steps', 'perl_count'].every((name) => names.includes(name));
  }, PATIENT);

  const submitted = await submit('rev', 'a person submits');
  await reaches(submitted.id, 'done');
  await gearman(port, ['-f', 'upper', 'one', 'two']);
  await gearman(port, ['-f', 'lines', '-n'], Array.from({ length: 60 }, (_, at) => `line ${at}\n`).join(''));
  await gearman(port, ['-f', 'size', '-u', 'same'], Buffer.alloc(70_000, 'x'));
  await gearman(port, ['-I', '-f', 'broken', 'x']);
  await gearman(port, ['-b', '-L', '-f', 'nobody', 'x']);
  await Promise.all([
    run('php', ['-r', PHP_CLIENT(port, 240)]),
    run('perl', ['-MGearman::Client', '-e', PERL_CLIENT(port, 120)]),
    ...['--status', '--workers', '--server-version', '--getpid'].map((option) =>
      run('gearadmin', ['-p', String(port), option]),
    ),
  ]);
  await oddities(port);
  for (const worker of [php, perl]) await worker.stop();
  await call('server.stop', undefined);

  /** The numbers of what a filter lets through. */
  async function found(filter: string): Promise<number[]> {
    return (await rows(filter)).map(({ seq }) => seq);
  }
  async function rows(filter: string): Promise<PacketRow[]> {
    const all: PacketRow[] = [];
    const ask = { rows: 500, filter, probes: true } as const;
    let window = await call('packets.window', { ...ask, from: 0 });
    while (window.scanned < 1) {
      await new Promise((resolve) => setImmediate(resolve));
      window = await call('packets.window', { ...ask, from: 0 });
    }
    // The first packet that a filter shows need not be at position 0.
    const { first, end } = window;
    while (first + all.length < end)
      all.push(...(await call('packets.window', { ...ask, from: first + all.length })).rows);
    return all;
  }
  const all = await rows('');
  if (all.length < least) throw new Error(`only ${all.length} packets came`);
  const bytesOf = (seq: number) => wholePacket(call, seq);
  return { call, all, found, bytesOf };
}

/** What no client of these sends by itself: polls by unique ID, options, reduce and delayed jobs, text and bytes beyond ASCII. */
async function oddities(port: number): Promise<void> {
  const peer = await peerOf({ port });
  peer.send({ name: 'OPTION_REQ', option: 'no such' }, { name: 'OPTION_REQ', option: 'exceptions' });
  peer.send(
    { name: 'SET_CLIENT_ID', clientId: 'a peer' },
    { name: 'CAN_DO_TIMEOUT', function: 'slow', timeout: '5000' },
  );
  peer.send({ name: 'SUBMIT_JOB_HIGH_BG', function: 'none', unique: 'u-1', workload: bytes('a\0b') });
  peer.send({ name: 'GET_STATUS_UNIQUE', unique: 'u-1' }, { name: 'GET_STATUS', handle: 'H:none:1' });
  peer.send({ name: 'SUBMIT_JOB_BG', function: wireOf('größe'), unique: wireOf('图'), workload: bytes('') });
  peer.send({
    name: 'SUBMIT_JOB_EPOCH',
    function: 'none',
    unique: 'u-2',
    epoch: '4000000000',
    workload: bytes('later'),
  });
  peer.send({
    name: 'SUBMIT_REDUCE_JOB_BACKGROUND',
    function: 'none',
    unique: 'u-3',
    reducer: 'sum',
    unused: 'idle',
    workload: bytes('all'),
  });
  await peer.hears(8);
  peer.write('status\nmaxqueue none 5\r\nworkers\n');
  await peer.hears(3);
  peer.send({ name: 'ECHO_REQ', data: bytes('') }, { name: 'ECHO_REQ', data: bytes('ping pong') });
  await peer.hears(2);
}

const PHP_WORKER = (port: number) => `
  $worker = new GearmanWorker(); $worker->addServer('127.0.0.1', ${port}); $worker->setId('php worker');
  $worker->addFunction('php_echo', fn (GearmanJob $job) => $job->workload());
  $worker->addFunction('php_steps', function (GearmanJob $job) {
    for ($step = 1; $step <= 3; $step++) { $job->sendStatus($step * 4, 12); $job->sendData("part $step"); }
    $job->sendWarning('nearly there'); return 'done';
  });
  $worker->addFunction('php_fail', function (GearmanJob $job) { $job->sendException('no such file'); $job->sendFail(); });
  while ($worker->work());`;

const PHP_CLIENT = (port: number, jobs: number) => `
  $client = new GearmanClient(); $client->addServer('127.0.0.1', ${port}); $client->setTimeout(9000);
  for ($at = 0; $at < ${jobs}; $at++) $client->doNormal('php_echo', "job $at", "php-$at");
  for ($at = 0; $at < 20; $at++) $client->doHigh('php_steps', "steps $at");
  for ($at = 0; $at < 20; $at++) $client->doLow('php_fail', "fail $at");
  for ($at = 0; $at < 20; $at++) { $handle = $client->doBackground('nobody', "wait $at"); $client->jobStatus($handle); }
  $client->ping('are you there');`;

const PERL_WORKER = (port: number) => `
  my $worker = Gearman::Worker->new(job_servers => ['127.0.0.1:${port}'], client_id => 'perl');
  $worker->register_function('perl_count' => sub { my $job = shift; $job->set_status(1, 2); length $job->arg });
  $worker->work;`;

const PERL_CLIENT = (port: number, jobs: number) => `
  my $client = Gearman::Client->new(job_servers => ['127.0.0.1:${port}']);
  for my $at (1 .. ${jobs}) { $client->do_task(perl_count => "perl job $at", { uniq => "perl-$at" }) }
  $client->dispatch_background(nobody => "wait $_") for 1 .. 10;`;
