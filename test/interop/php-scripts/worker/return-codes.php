<?php
$worker = worker();
$code = 0;
$worker->addFunction(name('f'), function (GearmanJob $job) use (&$code) {
    show("set $code", $job->setReturn($code), $job->returnCode());
    return 'result';
});
foreach ([0, 1, 24, 23, 19, 20, 38, 47, 53] as $code) {
    $answer = submit('f', 'abc');
    show('work', $worker->work(), $worker->returnCode());
    hear($answer);
    if ($worker->returnCode() !== GEARMAN_SUCCESS) {
        show('next', $worker->work(), $worker->returnCode());
    }
}
