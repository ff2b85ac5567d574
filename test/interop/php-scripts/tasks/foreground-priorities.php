<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
foreach (['addTask', 'addTaskHigh', 'addTaskLow'] as $method) {
    $client->$method(name('reverse'), $method);
    $client->runTasks();
}
