<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
show('clear', $client->clearCallbacks());
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks());
