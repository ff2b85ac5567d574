<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data(), $task->dataSize()));
$client->addTask(name('reverse'), 'Gearman');
show('run', $client->runTasks(), $client->returnCode());
