<?php
$client = client();
$client->setCreatedCallback(function () {
    throw new RuntimeException('from the callback');
});
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
$client->addTask(name('reverse'), 'abc');
attempt('run', fn () => $client->runTasks());
