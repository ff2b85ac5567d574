<?php
// A PHP worker: php worker.php PORT. Reverses, reports progress, and throws on request. Ends when it is killed.
[, $port] = $argv;
$worker = new GearmanWorker();
$worker->addServer('127.0.0.1', (int) $port);
$worker->setId('php-worker');
$worker->addFunction('php_reverse', function (GearmanJob $job) {
    $job->sendStatus(1, 2);
    $job->sendData('half');
    return strrev($job->workload());
});
$worker->addFunction('php_throw', function (GearmanJob $job) {
    $job->sendException('thrown: ' . $job->workload());
});
echo "ready\n";
while ($worker->work());
