<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('old', $task->data()));
$client->addTask(name('reverse'), 'abc');
$client->setCompleteCallback(fn ($task) => show('new', $task->data()));
show('run', $client->runTasks());
