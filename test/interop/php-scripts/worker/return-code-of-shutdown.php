<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    $job->setReturn(GEARMAN_SHUTDOWN);
    return 'result';
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
