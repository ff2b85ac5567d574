<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', PORT, false);
$client->addServer('127.0.0.1', DEAD, false);
$client->setTimeout(5000);
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks(), $client->returnCode());
