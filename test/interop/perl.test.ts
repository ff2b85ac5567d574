import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, ourWorkers, queue } from './servers.ts';
import { gearman } from './stock.ts';

/** Perl that goes on when there is a file of that name. */
const waitFor = (file: string): string => `select(undef, undef, undef, 0.01) until -e '${file}';`;

describe.skipIf(!needs('perl'))('Perl', () => {
  const server = ourWorkers({
    cat: ['cat'],
    rev: ['rev'],
    killed: 'echo so far; kill -9 $$',
  });

  /** What a script says that has a `$client`, each `put` a line. */
  async function client(code: string, options = ''): Promise<string[]> {
    const prelude = `
      use strict; use warnings;
      sub put { print join(' ', @_), "\\n" }
      my $client = Gearman::Client->new(job_servers => ['127.0.0.1:${server.port}'], ${options});`;
    const { stdout, stderr } = await run('perl', ['-MGearman::Client', '-e', `${prelude} ${code}`]);
    return [...stdout.split('\n').slice(0, -1), ...(stderr === '' ? [] : [stderr])];
  }

  /** A worker of these functions, each the body of one that has a `$job`. Killed after the test. */
  async function worker(functions: Record<string, string>, options = '') {
    const abilities = Object.entries(functions).map(
      ([name, body]) => `$worker->register_function('${name}' => sub { my $job = shift; ${body} });`,
    );
    const code = `
      use strict; use warnings;
      my $worker = Gearman::Worker->new(job_servers => ['127.0.0.1:${server.port}'], client_id => 'perl', ${options});
      ${abilities.join('\n')}
      $worker->work;`;
    const perl = background('perl', ['-MGearman::Worker', '-e', code]);
    afterThisTest(perl.stop);
    const ready = Object.keys(functions).map((name) => new RegExp(` perl : .*\\b${name}\\b`));
    await until('the Perl worker', async () => {
      const connections = await ask(server.port, 'workers');
      return ready.every((row) => row.test(connections));
    });
    return perl;
  }

  /** The options of a task that tells all that it hears. */
  const HEARD = ['complete', 'data', 'warning', 'status', 'exception', 'fail']
    .map(
      (kind) =>
        `on_${kind} => sub { my $text = ref $_[0] ? \${$_[0]} : "@_"; $text =~ s/\\s+$//; put('${kind}', $text) }`,
    )
    .join(', ');

  test('do_task brings what a worker of ours answers', async () => {
    expect(await client(`put(\${$client->do_task(rev => 'namraeG')});`)).toEqual(['Gearman']);
  });

  test('a Perl worker and a Perl client: any bytes, and progress before the result', async () => {
    await worker({ swap: `$job->set_status(1, 2); scalar reverse $job->arg` });
    const said = await client(`
      for my $bytes ('a', "\\0", "a\\0\\0b\\n") {
        my $result = $client->do_task(swap => $bytes, { on_status => sub { put('status', @_) } });
        put($$result eq reverse($bytes) ? 'same' : 'other', length $bytes);
      }`);
    expect(said).toEqual(['status 1 2', 'same 1', 'status 1 2', 'same 1', 'status 1 2', 'same 5']);
  });

  test('eight megabytes with NULs go to a worker of ours and come back', async () => {
    const said = await client(`
      my $bytes = join('', map { chr(int rand 256) } 1 .. 65536) x 112 . "\\0" x 1048576;
      put(\${$client->do_task(cat => \\$bytes)} eq $bytes ? 'same' : 'other', length $bytes);`);
    expect(said).toEqual(['same 8388608']);
  });

  test.skipIf(!needs('gearman'))('a Perl worker does the job of the stock client', async () => {
    await worker({ turn: 'scalar reverse $job->arg' });
    expect(await gearman(server.port, ['-f', 'turn', 'namraeG'])).toEqual({ code: 0, stdout: 'Gearman', stderr: '' });
  });

  test('a background job is done by a Perl worker, and its status can be asked for', async () => {
    const gate = join(await temporaryFolder(), 'gate');
    await worker({ watched: `$job->set_status(1, 4); ${waitFor(gate)} 'seen'` });
    const said = await client(`
      sub state { my $status = $client->get_status(shift); $status->known . $status->running . ' ' . join('/', @{$status->progress || []}) }
      sub settle { my ($handle, $is) = @_; select(undef, undef, undef, 0.01) while state($handle) ne $is; put($is) }
      my $waits = $client->dispatch_background(nobody => 'x', { uniq => 'waits' });
      put($waits =~ m{^127\\.0\\.0\\.1:\\d+//H:\\S+:\\d+$} ? 'handle' : $waits, state($waits));
      my $runs = $client->dispatch_background(watched => 'x');
      settle($runs, '11 1/4');
      open(my $file, '>', '${gate}');
      settle($runs, '00 0/0');`);
    expect(said).toEqual(['handle 10 0/0', '11 1/4', '00 0/0']);
    expect(await queue(server.port, 'nobody')).toEqual({ total: 1, running: 0, workers: 0 });
  });

  test('a set of tasks: each result comes to its own task', async () => {
    await worker({ mirror: 'scalar reverse $job->arg', refuse: 'undef' });
    const said = await client(`
      my $tasks = $client->new_task_set;
      for my $name ('mirror', 'rev', 'refuse') {
        $tasks->add_task($name => "cba\\n", {
          on_complete => sub { my $text = \${$_[0]}; $text =~ s/\\n//; put($name, 'complete', $text) },
          on_fail => sub { put($name, 'fail') },
        });
      }
      $tasks->wait;`);
    expect(said.toSorted()).toEqual(['mirror complete abc', 'refuse fail', 'rev complete abc']);
  });

  test('a worker of ours whose command is killed: its data, the reason as a warning, the failure', async () => {
    expect(await client(`$client->do_task(killed => 'x', { ${HEARD} });`)).toEqual([
      'data so far',
      'warning killed by SIGKILL',
      'fail jshandle fail',
    ]);
  });

  // The worker goes on to say that the job failed, which the exception has ended already: it dies of the answer.
  test('the exception of a Perl worker comes to a client that asked for exceptions', async () => {
    const perl = await worker({ crash: `die "no more\\n"` });
    const said = await client(`$client->do_task(crash => 'x', { ${HEARD} });`, 'exceptions => 1');
    expect(said.join('\n')).toMatch(/^exception [^\w]*no more$/);
    await perl.says('JOB_NOT_FOUND -- Job given in work result not found');
  });

  // A NUL behind the handle, as gearmand has it there, ends the client: "Got work_fail for unknown handle".
  test('to a client that did not ask for exceptions it is a failure', async () => {
    await worker({ burst: `die "no more\\n"` });
    expect(await client(`$client->do_task(burst => 'x', { ${HEARD} });`)).toEqual(['fail jshandle fail']);
  });

  test('two tasks with one unique ID: the worker runs once', async () => {
    const gate = join(await temporaryFolder(), 'gate');
    await worker({ counted: `our $runs; ${waitFor(gate)} ++$runs . $job->arg` });
    const said = await client(`
      my $tasks = $client->new_task_set;
      my @handles = map { $tasks->add_task(counted => $_, { uniq => 'same', ${HEARD} }) } 'x', 'y';
      put($handles[0] eq $handles[1] ? 'one job' : @handles);
      open(my $file, '>', '${gate}');
      $tasks->wait;`);
    expect(said).toEqual(['one job', 'complete 1x', 'complete 1x']);
  });

  test('the functions of a prefix are others', async () => {
    await worker({ swap: 'scalar reverse $job->arg' }, `prefix => 'shop'`);
    expect(await client(`put(\${$client->do_task(swap => 'abc')});`, `prefix => 'shop'`)).toEqual(['cba']);
    expect(await ask(server.port, 'status')).toContain('shop\tswap\t0\t0\t1\n');
  });

  test('the client reads the status of the server', async () => {
    const said = await client(`
      my ($functions) = values %{$client->get_job_server_status};
      put(map { "$_=$functions->{rev}{$_}" } sort keys %{$functions->{rev}});`);
    expect(said).toEqual(['capable=1 queued=0 running=0']);
  });
});
