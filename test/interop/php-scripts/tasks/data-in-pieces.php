<?php
$client = client();
$client->addOptions(GEARMAN_CLIENT_UNBUFFERED_RESULT);
$pieces = function ($task) {
    show('size', $task->data(), $task->dataSize());
    while (($piece = $task->recvData(4)) && $piece[0] > 0) {
        show('piece', $piece);
    }
};
$client->setDataCallback($pieces);
$client->setWarningCallback($pieces);
$client->setCompleteCallback($pieces);
$client->addTask(name('report'), 'abc');
show('run', $client->runTasks(), $client->returnCode());
