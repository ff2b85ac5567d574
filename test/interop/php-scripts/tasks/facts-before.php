<?php
$client = client();
$task = $client->addTask(name('f'), 'x', null, 'unique');
show('is', get_class($task), $task->functionName(), $task->unique(), $task->jobHandle(), $task->returnCode());
show('state', $task->isKnown(), $task->isRunning(), $task->taskNumerator(), $task->taskDenominator());
show('data', $task->data(), $task->dataSize());
