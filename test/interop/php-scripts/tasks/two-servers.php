<?php
foreach ([PORT, SECOND] as $port) {
    serve(['mirror' => fn ($job) => strrev($job->workload())], $port);
}
$client = client();
$client->addServer('127.0.0.1', SECOND);
$results = [];
$client->setCompleteCallback(function ($task) use (&$results) {
    $results[] = $task->data();
});
foreach (['abc', 'def', 'ghi'] as $workload) {
    $client->addTask(name('mirror'), $workload);
}
$run = $client->runTasks();
sort($results);
show('run', $run, $results);
