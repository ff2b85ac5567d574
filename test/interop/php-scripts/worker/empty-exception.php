<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    show('exception', $job->sendException(''), $job->returnCode());
    $job->setReturn(GEARMAN_SUCCESS);
    return 'result';
});
show('work', $worker->work(), outcome($worker));
hear($answer);
