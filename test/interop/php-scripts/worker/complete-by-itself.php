<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    show('complete', $job->sendComplete('first'), $job->returnCode());
    show('more', $job->sendData('late'), $job->sendStatus(1, 2), $job->sendComplete('second'), $job->sendFail());
    return 'third';
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
