<?php
$client = client();
$worker = worker();
$worker->addFunction(name('f'), fn ($job) => $job->workload());
$round = function () use ($client, $worker) {
    for ($index = 0; $index < 200; $index++) {
        $client->doBackground(name('f'), str_repeat('x', 1000));
        $worker->work();
    }
};
$round();
$before = memory_get_usage();
$round();
show('grown', memory_get_usage() - $before > 50000);
