<?php
$client = client();
foreach (['Created', 'Data', 'Status', 'Complete'] as $event) {
    $client->{"set{$event}Callback"}(function ($task) use ($event) {
        show($event, $task->functionName(), $task->unique(), $task->jobHandle(), $task->isKnown(), $task->isRunning());
    });
}
$client->addTask(name('report'), 'x', null, 'unique');
$client->runTasks();
