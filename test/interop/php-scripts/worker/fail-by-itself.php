<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    show('fail', $job->sendFail(), $job->returnCode(), $job->sendFail());
    return 'ignored';
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
