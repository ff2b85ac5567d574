<?php
$client = client();
$client->setStatusCallback(function ($task) {
    static $times = 0;
    show('status', $task->taskNumerator(), $task->taskDenominator());
    return $times++ === 0 ? GEARMAN_WORK_STATUS : 0;
});
$client->setDataCallback(fn ($task) => show('data', $task->data()));
$client->addTask(name('report'), 'abc');
while ($client->runTasks() && $client->returnCode() !== GEARMAN_SUCCESS) {
    show('stopped', $client->returnCode());
}
