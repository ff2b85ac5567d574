import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, ourWorkers, queue, registered } from './servers.ts';
import { gearman } from './stock.ts';

const script = (name: string) => join(import.meta.dirname, 'php', name);

/** PHP that goes on when there is a file of that name. */
const waitFor = (file: string): string => `while (!file_exists('${file}')) { usleep(10000); clearstatcache(); }`;

describe.skipIf(!needs('php'))('PHP', () => {
  const server = ourWorkers({
    rev: ['rev'],
    killed: 'echo so far; kill -9 $$',
  });

  /** What a script says that has a `$client`, each `put` a line. */
  async function client(code: string): Promise<string[]> {
    const prelude = `
      function put(...$words) { echo implode(' ', $words), "\n"; }
      function client() {
        $client = new GearmanClient();
        $client->addServer('127.0.0.1', ${server.port});
        $client->setTimeout(9000);
        return $client;
      }
      $client = client();`;
    const { stdout, stderr } = await run('php', ['-r', `${prelude} ${code}`]);
    return [...stdout.split('\n').slice(0, -1), ...(stderr === '' ? [] : [stderr])];
  }

  /** A worker of these functions, each the body of one that has a `$job`. Killed after the test. */
  async function worker(functions: Record<string, string>) {
    const abilities = Object.entries(functions).map(
      ([name, body]) => `$worker->addFunction('${name}', function (GearmanJob $job) { ${body} });`,
    );
    const connect = `$worker = new GearmanWorker(); $worker->addServer('127.0.0.1', ${server.port});`;
    const php = background('php', [
      '-r',
      `${connect} $worker->setId('php'); ${abilities.join('\n')} while ($worker->work());`,
    ]);
    afterThisTest(php.stop);
    for (const name of Object.keys(functions)) await registered(server.port, name);
    return php;
  }

  test.each(['doNormal', 'doHigh', 'doLow'])('%s brings what a worker of ours answers', async (method) => {
    const said = await client(`put($client->${method}('rev', 'namraeG'), $client->returnCode());`);
    expect(said).toEqual(['Gearman 0']);
  });

  test.each([
    ['doBackground', '0\t1\t0'],
    ['doHighBackground', '1\t0\t0'],
    ['doLowBackground', '0\t0\t1'],
  ])('%s gives the handle of a job that waits', async (method, levels) => {
    const [handle] = await client(`put($client->${method}('${method}', 'x'));`);
    expect(handle).toMatch(/^H:\S+:\d+$/);
    expect(await ask(server.port, 'prioritystatus')).toContain(`${method}\t${levels}\t0\n`);
    expect(await ask(server.port, 'show jobs')).toContain(`${handle}\t0\t0\t1\n`);
  });

  test('a PHP worker does a background job when it comes', async () => {
    await client(`$client->doBackground('later', 'x');`);
    await worker({ later: `return '';` });
    await until('the job', async () => (await queue(server.port, 'later')).total === 0);
    expect(await ask(server.port, 'workers')).toMatch(/ 127\.0\.0\.1 php : later\n/);
  });

  test('a PHP worker and a PHP client: any bytes, both ways', async () => {
    await worker({ swap: 'return strrev($job->workload());' });
    const said = await client(`
      foreach (["a", "\\0", "a\\0\\0b\\n", "机器 é ß", str_repeat("\\0\\xff 1", 262144)] as $bytes)
        put($client->doNormal('swap', $bytes) === strrev($bytes) ? 'same' : 'other', strlen($bytes));`);
    expect(said).toEqual(['same 1', 'same 1', 'same 5', 'same 12', 'same 1048576']);
  });

  test.skipIf(!needs('gearman'))('a PHP worker does the job of the stock client byte for byte', async () => {
    await worker({ turn: 'return strrev($job->workload());' });
    const input = Buffer.concat([Buffer.alloc(1000), randomBytes(60_000)]);
    const { code, stdout } = await gearman(server.port, ['-f', 'turn'], input);
    expect([code, Buffer.from(stdout, 'latin1').equals(Buffer.from(input).reverse())]).toEqual([0, true]);
  });

  test('a job has its handle, unique ID, function and size', async () => {
    await worker({
      facts: `return implode(' ', [$job->handle(), $job->unique(), $job->functionName(), $job->workloadSize()]);`,
    });
    const [facts] = await client(`put($client->doNormal('facts', 'abc', 'my own'));`);
    expect(facts).toMatch(/^H:\S+:\d+ my own facts 3$/);
  });

  test('tasks of several functions and priorities run side by side', async () => {
    const folder = await temporaryFolder();
    // Neither ends before both run.
    const meet = (own: string, other: string) =>
      `touch('${folder}/${own}'); ${waitFor(`${folder}/${other}`)} return '${own}';`;
    await worker({ left: meet('left', 'right') });
    await worker({ right: meet('right', 'left') });
    const said = await client(`
      $client->setCreatedCallback(fn ($task) => put('created', $task->unique()));
      $client->setCompleteCallback(fn ($task) => put('complete', $task->unique(), $task->data()));
      $client->addTask('left', 'x', null, '1');
      $client->addTaskHigh('right', 'x', null, '2');
      $client->addTaskLow('rev', 'low', null, '3');
      $client->addTaskBackground('rev', 'unheard', null, '4');
      put($client->runTasks() ? 'ok' : $client->error());`);
    expect(said.toSorted()).toEqual([
      'complete 1 left',
      'complete 2 right',
      'complete 3 wol',
      'created 1',
      'created 2',
      'created 3',
      'created 4',
      'ok',
    ]);
  });

  test('progress, data and warnings arrive in order, then the failure', async () => {
    await worker({
      report: `$job->sendStatus(1, 3); $job->sendData("a\\0b"); $job->sendWarning('careful'); $job->sendFail();`,
    });
    const said = await client(`
      $client->setStatusCallback(fn ($task) => put('status', $task->taskNumerator(), $task->taskDenominator()));
      $client->setDataCallback(fn ($task) => put('data', bin2hex($task->data())));
      $client->setWarningCallback(fn ($task) => put('warning', $task->data()));
      $client->setFailCallback(fn ($task) => put('fail'));
      $client->addTask('report', 'x');
      $client->runTasks();`);
    expect(said).toEqual(['status 1 3', 'data 610062', 'warning careful', 'fail']);
  });

  test('a worker of ours whose command is killed: its data, the reason as a warning, the failure', async () => {
    const said = await client(`
      $client->setDataCallback(fn ($task) => put('data', trim($task->data())));
      $client->setWarningCallback(fn ($task) => put('warning', trim($task->data())));
      $client->setFailCallback(fn ($task) => put('fail'));
      $client->addTask('killed', 'x');
      $client->runTasks();`);
    expect(said).toEqual(['data so far', 'warning killed by SIGKILL', 'fail']);
  });

  test('doNormal puts the data before the result', async () => {
    await worker({ stepwise: `$job->sendStatus(2, 5); $job->sendData('half'); return 'whole';` });
    expect(await client(`put($client->doNormal('stepwise', 'x'));`)).toEqual(['halfwhole']);
  });

  test('doNormal tells a failure and an exception by their codes, and goes on', async () => {
    await worker({ refuse: '$job->sendFail();', throw: `$job->sendException('thrown');` });
    const said = await client(`
      foreach (['refuse', 'throw', 'rev'] as $name) put($client->doNormal($name, 'x'), $client->returnCode());
      put(GEARMAN_WORK_FAIL, GEARMAN_WORK_EXCEPTION, GEARMAN_SUCCESS);`);
    expect(said).toEqual([' 24', ' 23', 'x 0', '24 23 0']);
  });

  // The library cannot submit any more on a connection that it asked for a unique ID on: that is another client here.
  test('the status of a background job can be asked for, by handle and by unique ID', async () => {
    const gate = join(await temporaryFolder(), 'gate');
    await worker({ watched: `$job->sendStatus(1, 4); ${waitFor(gate)}` });
    const said = await client(`
      $watcher = client();
      function settle($is, $ask) {
        while (json_encode($ask()) !== $is) usleep(5000);
        put($is);
      }
      foreach (['nobody' => '[true,false,0,0]', 'watched' => '[true,true,1,4]'] as $name => $is) {
        $handle = $client->doBackground($name, 'x', "unique of $name");
        settle($is, fn () => $client->jobStatus($handle));
        settle($is, fn () => $watcher->jobStatusByUniqueKey("unique of $name"));
      }
      touch('${gate}');
      settle('[false,false,0,0]', fn () => $client->jobStatus($handle));
      settle('[false,false,0,0]', fn () => $watcher->jobStatusByUniqueKey('unique of watched'));`);
    expect(said).toEqual([
      '[true,false,0,0]',
      '[true,false,0,0]',
      '[true,true,1,4]',
      '[true,true,1,4]',
      '[false,false,0,0]',
      '[false,false,0,0]',
    ]);
  });

  test('two tasks with one unique ID: the worker runs once', async () => {
    const gate = join(await temporaryFolder(), 'gate');
    await worker({ counted: `static $runs = 0; ${waitFor(gate)} return ++$runs . $job->workload();` });
    const said = await client(`
      $client->setCreatedCallback(function () { static $created = 0; if (++$created === 2) touch('${gate}'); });
      $client->setCompleteCallback(fn ($task) => put($task->jobHandle(), $task->data()));
      foreach (['x', 'y'] as $workload) $client->addTask('counted', $workload, null, 'same');
      $client->runTasks();`);
    expect(said).toEqual([expect.stringMatching(/^H:\S+ 1[xy]$/), said[0]]);
  });

  test('progress, data, results and exceptions of a PHP worker come to a PHP client by its callbacks', async () => {
    const php = background('php', [script('worker.php'), String(server.port)]);
    afterThisTest(php.stop);
    await registered(server.port, 'php_throw');
    const asks = async (name: string, workload: string) =>
      (await run('php', [script('client.php'), String(server.port), name, workload])).stdout;
    expect(await asks('php_reverse', 'Gearman')).toBe('status 1/2\ndata half\ncomplete namraeG\nok\n');
    expect(await asks('php_throw', 'now')).toBe('exception thrown: now\nok\n');
    expect(await asks('rev', 'Gearman')).toBe('complete namraeG\nok\n');
  });

  test('a PHP worker that ends in an uncaught error: the client hears an exception', async () => {
    const php = await worker({ crash: `throw new Exception('for real');` });
    const said = await client(`
      $client->setExceptionCallback(fn ($task) => put('exception'));
      $client->addTask('crash', 'x');
      $client->runTasks();`);
    expect(said).toEqual(['exception']);
    await php.says('Uncaught Exception: for real');
  });

  test('a ping is answered', async () => {
    expect(await client(`put($client->ping("a\\0b") ? 'answered' : 'lost');`)).toEqual(['answered']);
  });

  // Both send the option at once and wait for its answer: a server that leaves it out cannot be used from PHP at all.
  test.each(['GearmanClient', 'GearmanWorker'])(
    '%s cannot do without the answer to the exceptions option',
    async (peer) => {
      const code = `try { (new ${peer}())->addServer('127.0.0.1', ${await freePort()}); } catch (GearmanException $e) { echo $e->getMessage(); }`;
      const { stdout } = await run('php', ['-r', code], { timeout: 5000 });
      expect(stdout).toBe('Failed to set exception option');
      expect((await run('php', ['-r', code.replace(/\d{5}/, String(server.port))])).stdout).toBe('');
    },
  );
});
