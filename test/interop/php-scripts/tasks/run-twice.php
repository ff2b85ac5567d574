<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
foreach (['abc', 'def', 'ghi'] as $workload) {
    $client->addTask(name('reverse'), $workload);
    show('run', $client->runTasks());
}
