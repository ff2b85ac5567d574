<?php
$answer = submit('f', "a\0bc", ['unique' => 'mine']);
$worker = worker();
$worker->addFunction(name('f'), function (GearmanJob $job) {
    show('job', $job->functionName(), $job->unique(), $job->handle(), $job->workloadSize(), bin2hex($job->workload()));
    show('code', $job->returnCode());
});
$worker->work();
hear($answer);
