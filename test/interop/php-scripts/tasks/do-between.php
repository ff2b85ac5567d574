<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
show('do', $client->doNormal(name('reverse'), 'xyz'), $client->returnCode());
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks(), $client->returnCode());
show('do', $client->doNormal(name('reverse'), 'uvw'), $client->returnCode());
show('run', $client->runTasks(), $client->returnCode());
