<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => 'result');
$worker->setTimeout(30);
$worker->removeOptions(GEARMAN_WORKER_TIMEOUT_RETURN);
show('timeout', $worker->timeout());
$answer = beside(function () {
    usleep(100000);
    show('answer', client()->doNormal(name('f'), 'x'));
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
