<?php
$client = client();
$client->setCompleteCallback(fn ($task) => null);
$round = function () use ($client) {
    for ($index = 0; $index < 300; $index++) {
        $client->addTask(name('reverse'), str_repeat('x', 1000));
    }
    $client->runTasks();
};
$round();
gc_disable();
$before = memory_get_usage();
$round();
show('grown', memory_get_usage() - $before > 50000);
gc_enable();
