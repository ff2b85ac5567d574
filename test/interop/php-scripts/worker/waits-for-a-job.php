<?php
$worker = worker();
$worker->addFunction(name('f'), fn ($job) => 'result of ' . $job->workload());
$answer = beside(function () {
    usleep(60000);
    show('answer', client()->doNormal(name('f'), 'x'));
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
