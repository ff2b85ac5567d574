<?php
$client = client();
$client->addTask(name('reverse'), 'abc');
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
show('run', $client->runTasks());
$client->addTask(name('reverse'), 'def');
show('run', $client->runTasks());
