<?php
// Round trips a second of PHP: php php.php PORT JOBS BYTES. One worker in a process beside, one client here: job after job, then
// a hundred at a time. Uses the extension, or the drop-in where DROP_IN names it. Prints JSON.
if (getenv('DROP_IN') !== false) {
    require getenv('DROP_IN');
}
[, $port, $jobs, $bytes] = $argv;
const AT_ONCE = 100;
$name = 'php-bench-' . getmypid();
$workload = str_repeat('x', (int) $bytes);
$worker = pcntl_fork();
if ($worker === 0) {
    $beside = new GearmanWorker();
    $beside->addServer('127.0.0.1', (int) $port);
    $beside->addFunction($name, fn (GearmanJob $job) => $job->workload());
    while (true) {
        $beside->work();
    }
}
$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) $port);
$done = 0;
$client->setCompleteCallback(function () use (&$done) {
    $done++;
});

/** Times a second that something happens `$jobs` times. */
function rate(int $jobs, callable $act): float
{
    $start = microtime(true);
    $act($jobs);
    return $jobs / (microtime(true) - $start);
}

$single = function (int $jobs) use ($client, $name, $workload, &$done) {
    for ($index = 0; $index < $jobs; $index++) {
        $done += $client->doNormal($name, $workload) === $workload ? 1 : 0;
    }
};
$together = function (int $jobs) use ($client, $name, $workload) {
    for ($index = 0; $index < $jobs; $index += AT_ONCE) {
        for ($task = 0; $task < AT_ONCE; $task++) {
            $client->addTask($name, $workload);
        }
        $client->runTasks();
    }
};
$jobs = (int) ceil($jobs / AT_ONCE) * AT_ONCE;
$single(AT_ONCE);
$done = 0;
$rates = ['single' => rate($jobs, $single), 'together' => rate($jobs, $together)];
posix_kill($worker, SIGKILL);
if ($done !== 2 * $jobs) {
    exit("$done of " . 2 * $jobs . " jobs were done\n");
}
echo json_encode($rates), "\n";
