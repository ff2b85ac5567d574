<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    $job->sendData('before');
    throw new RuntimeException('from the function', 7);
});
$worker->addFunction(name('g'), fn () => 'result');
attempt('work', fn () => $worker->work());
hear($answer);
show('after', $worker->returnCode());
$answer = submit('g', 'abc');
show('next', $worker->work(), $worker->returnCode());
show('next', $worker->work(), $worker->returnCode());
hear($answer);
