<?php
// A PHP client with the exceptions option: php client.php PORT FUNCTION WORKLOAD. Prints one line per thing it hears.
[, $port, $function, $workload] = $argv;
$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) $port);
$client->addOptions(GEARMAN_CLIENT_FREE_TASKS);
$client->setExceptionCallback(function (GearmanTask $task) {
    echo 'exception ', $task->data(), "\n";
});
$client->setDataCallback(function (GearmanTask $task) {
    echo 'data ', $task->data(), "\n";
});
$client->setStatusCallback(function (GearmanTask $task) {
    echo 'status ', $task->taskNumerator(), '/', $task->taskDenominator(), "\n";
});
$client->setCompleteCallback(function (GearmanTask $task) {
    echo 'complete ', $task->data(), "\n";
});
$client->setFailCallback(function (GearmanTask $task) {
    echo "fail\n";
});
$client->addTask($function, $workload);
$client->setTimeout(10000);
echo $client->runTasks() ? "ok\n" : 'error ' . $client->error() . "\n";
