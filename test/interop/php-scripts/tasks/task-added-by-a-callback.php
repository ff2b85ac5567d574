<?php
$client = client();
$client->setCompleteCallback(function ($task) use ($client) {
    show('complete', $task->data());
    if (strlen($task->data()) < 5) {
        $client->addTask(name('reverse'), $task->data() . 'x');
    }
});
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks(), $client->returnCode());
