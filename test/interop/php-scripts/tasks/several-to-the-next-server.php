<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', PORT, false);
$client->addServer('127.0.0.1', DEAD, false);
$client->setTimeout(500);
$results = [];
$client->setCompleteCallback(function ($task) use (&$results) {
    $results[] = $task->data();
});
foreach (['abc', 'def', 'ghi', 'jkl'] as $workload) {
    $client->addTask(name('reverse'), $workload);
}
$run = $client->runTasks();
sort($results);
show('run', $run, $results);
