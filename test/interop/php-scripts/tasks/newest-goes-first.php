<?php
$client = client();
foreach (['one', 'two', 'three'] as $workload) {
    $client->addTaskBackground(name('later'), $workload);
}
$client->runTasks();
$worker = worker();
$worker->addFunction(name('later'), fn ($job) => show('job', $job->workload()));
for ($index = 0; $index < 3; $index++) {
    $worker->work();
}
