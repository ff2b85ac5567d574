<?php
$job = new GearmanJob();
show('facts', $job->handle(), $job->functionName(), $job->unique(), $job->workload(), $job->workloadSize());
show('send', $job->sendData('x'), $job->sendWarning('x'), $job->returnCode());
foreach (['sendStatus' => [1, 2], 'sendComplete' => ['x'], 'sendException' => ['x'], 'sendFail' => []] as $method => $arguments) {
    show($method, $job->$method(...$arguments), $job->returnCode());
}
