<?php
$client = client();
$client->removeOptions(GEARMAN_CLIENT_FREE_TASKS);
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$task = $client->addTask(name('reverse'), 'abc', null, 'unique');
show('run', $client->runTasks(), $client->returnCode());
show('is', $task->functionName(), $task->unique(), $task->jobHandle(), $task->isKnown(), $task->data(), $task->dataSize());
show('again', $client->runTasks(), $client->returnCode());
$client->addTask(name('reverse'), 'def');
show('more', $client->runTasks(), $client->returnCode());
