<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    static $times = 0;
    if ($times++ === 0) {
        $job->setReturn(GEARMAN_LOST_CONNECTION);
    }
    return "result $times";
});
show('work', $worker->work(), $worker->returnCode());
until(fn () => $worker->work());
hear($answer);
