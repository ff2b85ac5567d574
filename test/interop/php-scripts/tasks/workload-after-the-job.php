<?php
$client = client();
$client->setCompleteCallback(function ($task) {
    show('complete', $task->sendWorkload('x'), $task->recvData(3), $task->returnCode());
});
$client->addTask(name('reverse'), 'abc');
show('run', $client->runTasks());
