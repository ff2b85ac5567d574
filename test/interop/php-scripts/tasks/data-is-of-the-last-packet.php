<?php
$gate = FOLDER . '/' . name('gate');
serve(['gated' => function ($job) use ($gate) {
    until(fn () => file_exists($gate));
    return strrev($job->workload());
}]);
$client = client();
$client->setCreatedCallback(function () use ($gate) {
    static $created = 0;
    if (++$created === 3) {
        touch($gate);
    }
});
$client->setCompleteCallback(function ($task) use (&$first) {
    show('complete', $task->data(), $first->data());
});
$first = $client->addTask(name('gated'), 'abc', null, 'first');
$client->addTask(name('gated'), 'def', null, 'second');
$client->addTask(name('gated'), 'ghi', null, 'third');
show('run', $client->runTasks());
