<?php
$client = client();
$client->setCompleteCallback(function ($task) {
    show('complete', $task->data());
    return true;
});
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks(), $client->returnCode());
