<?php
foreach ([0, 5, 20, 21, 22, 23, 24, 38, 47, -1, 1000] as $code) {
    $client = client();
    $times = 0;
    $client->setCompleteCallback(function ($task) use ($code, &$times) {
        show('complete', $task->data());
        return $times++ === 0 ? $code : 0;
    });
    $client->addTask(name('reverse'), 'abc');
    show("run $code", @$client->runTasks(), $client->returnCode());
    show('again', $client->runTasks(), $client->returnCode(), $times);
}
