<?php
$client = client();
$client->setCompleteCallback(function ($task) {
    show('complete', $task->unique());
    throw new RuntimeException('from the callback', 3);
});
$client->addTask(name('reverse'), 'abc', null, 'one');
attempt('run', fn () => $client->runTasks());
show('after', $client->returnCode());
$client->clearCallbacks();
$client->addTask(name('reverse'), 'abc');
show('again', $client->runTasks());
