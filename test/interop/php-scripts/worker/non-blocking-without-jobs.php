<?php
$worker = worker();
$worker->addOptions(GEARMAN_WORKER_NON_BLOCKING);
$worker->addFunction(name('f'), fn () => '');
until(function () use ($worker) {
    $worker->work();
    $code = $worker->returnCode();
    if ($code === GEARMAN_IO_WAIT) {
        $worker->wait();
    }
    return $code === GEARMAN_NO_JOBS;
});
show('end', $worker->returnCode());
$worker->setTimeout(30);
show('wait', $worker->wait(), outcome($worker));
