<?php
$client = client();
show('set', $client->setWorkloadCallback(fn () => show('workload')));
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks());
