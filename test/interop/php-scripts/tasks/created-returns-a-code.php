<?php
$client = client();
$times = 0;
$client->setCreatedCallback(function () use (&$times) {
    return $times++ === 0 ? GEARMAN_PAUSE : 0;
});
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks(), $client->returnCode());
show('again', $client->runTasks(), $client->returnCode(), $times);
