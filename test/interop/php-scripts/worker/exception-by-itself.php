<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    show('exception', $job->sendException("what\0went wrong"), $job->returnCode());
    return 'ignored';
});
show('work', $worker->work(), $worker->returnCode());
hear($answer);
