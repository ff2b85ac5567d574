<?php
foreach ([[], [GEARMAN_WORKER_GRAB_UNIQ], [512], [GEARMAN_WORKER_GRAB_UNIQ, 512]] as $removed) {
    $worker = worker();
    foreach ($removed as $option) {
        $worker->removeOptions($option);
    }
    $worker->addFunction(name('f'), fn ($job) => show('job', $job->unique(), $job->functionName(), $job->workload()));
    client()->doBackground(name('f'), "a\0b", 'unique');
    show('work', $worker->work(), $worker->options());
}
$worker = worker();
$worker->setOptions(GEARMAN_WORKER_GRAB_UNIQ);
$worker->addFunction(name('f'), fn ($job) => show('job', $job->unique(), $job->workload()));
client()->doBackground(name('f'), 'x', 'unique');
show('work', $worker->work(), $worker->options());
