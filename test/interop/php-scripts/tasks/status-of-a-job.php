<?php
$client = client();
$handle = $client->doBackground(name('later'), 'x');
$client->setStatusCallback(function ($task, $context) {
    show($context, $task->isKnown(), $task->isRunning(), $task->taskNumerator(), $task->taskDenominator());
    show('facts', $task->functionName(), $task->jobHandle(), $task->unique(), $task->data());
});
show('task', get_class($client->addTaskStatus($handle, 'known')));
show('run', $client->runTasks(), $client->returnCode());
$client->addTaskStatus('H:nobody:99999', 'unknown');
show('run', $client->runTasks(), $client->returnCode());
