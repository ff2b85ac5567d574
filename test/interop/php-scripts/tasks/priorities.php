<?php
$client = client();
$client->addTaskLowBackground(name('later'), 'low');
$client->addTaskBackground(name('later'), 'normal');
$client->addTaskHighBackground(name('later'), 'high');
show('run', $client->runTasks());
$worker = worker();
$worker->addFunction(name('later'), fn ($job) => show('job', $job->workload()));
for ($index = 0; $index < 3; $index++) {
    $worker->work();
}
