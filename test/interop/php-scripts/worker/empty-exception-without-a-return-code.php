<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    $job->sendException('');
    return 'result';
});
show('work', $worker->work(), outcome($worker));
hear($answer);
show('next', $worker->work(), $worker->returnCode());
