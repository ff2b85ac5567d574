<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    show('status', $job->sendStatus(1, 3), $job->returnCode());
    show('data', $job->sendData("a\0b"), $job->sendData(''), $job->returnCode());
    show('warning', $job->sendWarning('careful'), $job->sendWarning(''), $job->returnCode());
    show('status', $job->sendStatus(-1, 4294967296 + 5), $job->returnCode());
    return 'result';
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
