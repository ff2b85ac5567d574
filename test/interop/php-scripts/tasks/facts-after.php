<?php
$client = client();
$task = $client->addTask(name('reverse'), 'x', null, 'unique');
$client->runTasks();
show('is', $task->functionName(), $task->unique(), $task->jobHandle(), $task->returnCode());
show('state', $task->isKnown(), $task->isRunning(), $task->taskNumerator(), $task->taskDenominator());
show('data', $task->data(), $task->dataSize(), $task->sendWorkload('x'), $task->recvData(5));
