<?php
$answer = submit('f', 'abc');
$worker = worker();
$kept = null;
$worker->addFunction(name('f'), function ($job) use (&$kept) {
    $kept = $job;
    return 'result';
});
$worker->work();
hear($answer);
show('kept', $kept->sendData('late'), $kept->workload());
