<?php
// A PHP client that says what gearman says: php stdin.php PORT FUNCTION. Standard input is the workload.
[, $port, $function] = $argv;
$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) $port);
$failed = false;
// What a callback returns is taken for an error.
$out = function (GearmanTask $task) { fwrite(STDOUT, (string) $task->data()); };
$client->setDataCallback($out);
$client->setCompleteCallback($out);
$client->setWarningCallback(function (GearmanTask $task) { fwrite(STDERR, (string) $task->data()); });
$client->setFailCallback(function () use (&$failed) {
    fwrite(STDERR, "Job failed\n");
    $failed = true;
});
$client->addTask($function, stream_get_contents(STDIN));
if (!$client->runTasks()) fwrite(STDERR, $client->error() . "\n");
exit($failed ? 1 : 0);
