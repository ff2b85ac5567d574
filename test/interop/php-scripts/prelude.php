<?php
// What every script here has: a name of its own for each function, clients, workers and clients beside it, and show().

/** The name of a function that no other script uses; of an ability, that which workers beside all scripts serve. */
function name(string $word): string
{
    return $word . (isset(abilities()[$word]) ? ABILITY : $GLOBALS['run']);
}

/** Prints values, as JSON, after a word that says what they are. */
function show(string $what, ...$values): void
{
    $words = array_map(static function ($value): string {
        $json = json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
        return $json === false ? 'bytes ' . bin2hex($value) : $json;
    }, $values);
    echo $what, ': ', implode(' ', $words), "\n";
}

/** Prints what something returns or throws. */
function attempt(string $what, callable $act): void
{
    try {
        show($what, $act());
    } catch (Throwable $thrown) {
        echo $what, ': ', get_class($thrown), ' ', $thrown->getMessage(), ' ', $thrown->getCode(), "\n";
    }
}

/** Code, text and number of the last error of a client or worker. */
function outcome($peer): array
{
    return [$peer->returnCode(), $peer->error(), $peer->getErrno()];
}

function client(int $port = PORT): GearmanClient
{
    $client = new GearmanClient();
    $client->addServer('127.0.0.1', $port);
    $client->setTimeout(5000);
    return $client;
}

function worker(int $port = PORT): GearmanWorker
{
    $worker = new GearmanWorker();
    $worker->addServer('127.0.0.1', $port);
    $worker->setTimeout(5000);
    return $worker;
}

/** What workers can do that are there for all scripts. */
function abilities(): array
{
    return [
        'reverse' => fn (GearmanJob $job) => strrev($job->workload()),
        'echo' => fn (GearmanJob $job) => $job->workload(),
        'length' => fn (GearmanJob $job) => $job->workloadSize(),
        'facts' => fn (GearmanJob $job) => implode(' ', [$job->functionName(), $job->unique(), $job->handle()]),
        'nothing' => function (GearmanJob $job) {
        },
        'report' => function (GearmanJob $job) {
            $job->sendStatus(1, 3);
            $job->sendData('first');
            $job->sendWarning('careful');
            $job->sendData('second');
            $job->sendStatus(3, 3);
            return 'last';
        },
        'fail' => fn (GearmanJob $job) => $job->sendFail() ? '' : 'not failed',
        'exception' => function (GearmanJob $job) {
            $job->sendException('thrown: ' . $job->workload());
        },
        'slow' => function (GearmanJob $job) {
            usleep((int) $job->workload() * 1000);
            return 'slept';
        },
    ];
}

/** Starts a worker beside the script, of functions by their words. */
function serve(array $functions, int $port = PORT): void
{
    beside(function () use ($functions, $port) {
        $worker = worker($port);
        $worker->setTimeout(500);
        foreach ($functions as $word => $function) {
            $worker->addFunction(name($word), $function);
        }
        $script = posix_getppid();
        // Where PHP has crashed, nobody ends it.
        while (posix_getppid() === $script) {
            @$worker->work();
        }
    });
}

/** Submits a job beside the script. Returns the process and its output: a line for each thing that the client hears. */
function submit(string $function, string $workload, array $more = []): array
{
    return beside(function () use ($function, $workload, $more) {
        $client = client($more['port'] ?? PORT);
        $client->setTimeout($more['timeout'] ?? 5000);
        hearAll($client);
        $client->addTask(name($function), $workload, null, $more['unique'] ?? '');
        if (!@$client->runTasks()) {
            show('client stopped', $client->returnCode());
        }
    });
}

/** Prints a line for each callback of the client. */
function hearAll(GearmanClient $client): void
{
    foreach (['Created', 'Data', 'Warning', 'Status', 'Complete', 'Exception', 'Fail'] as $event) {
        $client->{"set{$event}Callback"}(function (GearmanTask $task) use ($event) {
            $progress = $task->taskNumerator() . '/' . $task->taskDenominator();
            show(strtolower($event), $task->data(), $progress, $task->isKnown(), $task->isRunning());
        });
    }
}

/** Prints what was said beside the script, when that has ended. */
function hear(array $process): void
{
    pcntl_waitpid($process[0], $status);
    foreach (file($process[1]) as $line) {
        echo '  ', $line;
    }
}

/** Does something in a process of its own. Returns its number and the file that it writes to. */
function beside(callable $act): array
{
    $file = tempnam(FOLDER, 'said');
    $process = pcntl_fork();
    if ($process !== 0) {
        $GLOBALS['processes'][] = $process;
        return [$process, $file];
    }
    $output = fopen($file, 'w');
    ob_start(function (string $bytes) use ($output): string {
        fwrite($output, $bytes);
        return '';
    }, 1);
    try {
        $act();
    } catch (Throwable $thrown) {
        echo get_class($thrown), ' ', $thrown->getMessage(), "\n";
    }
    ob_end_flush();
    // Nothing of the script's is to be tidied up here.
    posix_kill(posix_getpid(), SIGKILL);
}

/** Waits until something holds. */
function until(callable $holds): void
{
    $end = microtime(true) + 5;
    while (!$holds()) {
        if (microtime(true) > $end) {
            throw new Exception('it did not come');
        }
        usleep(2000);
    }
}

/** What a server answers to a line of its text protocol. */
function ask(string $line, int $port = PORT): string
{
    $socket = stream_socket_client("tcp://127.0.0.1:$port");
    fwrite($socket, "$line\r\n");
    $answer = '';
    while (!preg_match('/^(OK|ERR)\b.*\n$|^(.*\n)*\.\n$/', $answer) && ($bytes = fread($socket, 8192)) !== '') {
        $answer .= $bytes;
    }
    return $answer;
}

/** Queued, running and workers of a function, as the server counts them. */
function counts(string $word, int $port = PORT): ?array
{
    $found = preg_match('/^' . preg_quote(name($word)) . '\t(\d+)\t(\d+)\t(\d+)$/m', ask('status', $port), $counts);
    return $found ? array_map('intval', array_slice($counts, 1)) : null;
}
