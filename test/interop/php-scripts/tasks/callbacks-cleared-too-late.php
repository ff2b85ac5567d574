<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$client->addTask(name('reverse'), 'abc');
$client->clearCallbacks();
attempt('run', fn () => $client->runTasks());
