<?php
$client = client();
$client->setTimeout(100);
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$client->addTask(name('nobody'), 'x');
show('run', $client->runTasks(), outcome($client));
