<?php
$gate = FOLDER . '/' . name('gate');
serve(['counted' => function ($job) use ($gate) {
    static $runs = 0;
    until(fn () => file_exists($gate));
    return (string) ++$runs;
}]);
$client = client();
$client->setCreatedCallback(function () use ($gate) {
    static $created = 0;
    if (++$created === 2) {
        touch($gate);
    }
});
$client->setCompleteCallback(fn ($task) => show('complete', $task->data(), $task->jobHandle()));
$client->addTask(name('counted'), 'x', null, 'same');
$client->addTask(name('counted'), 'y', null, 'same');
show('run', $client->runTasks());
