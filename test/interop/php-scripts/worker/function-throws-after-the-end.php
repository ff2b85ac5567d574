<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    $job->sendComplete('done');
    throw new RuntimeException('too late');
});
attempt('work', fn () => $worker->work());
hear($answer);
