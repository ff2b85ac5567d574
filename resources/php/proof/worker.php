<?php
// The worker of the PHP doctor's proof: reverses, and throws. It is ended from outside, and by itself if nobody does that.

require dirname(__FILE__) . '/common.php';
gearbench_begin('GearmanWorker');

function gearbench_reverse($job)
{
    gearbench_tell('got', $job->workload());
    return strrev($job->workload());
}

function gearbench_throw($job)
{
    gearbench_tell('threw', $job->workload());
    $job->sendException('thrown for ' . $job->workload());
}

try {
    $worker = new GearmanWorker();
    if (method_exists($worker, 'setId')) {
        $worker->setId($argv[3]);
    }
    $worker->addServer($argv[1], (int) $argv[2]);
    $worker->setTimeout(1000);
    $worker->addFunction($argv[3], 'gearbench_reverse');
    $worker->addFunction($argv[3] . '-throws', 'gearbench_throw');
    $end = time() + 60;
    do {
        @$worker->work();
        $code = $worker->returnCode();
        // A failed job is none of the worker's own failures.
        $goesOn = in_array($code, array(GEARMAN_SUCCESS, GEARMAN_TIMEOUT, GEARMAN_WORK_FAIL, GEARMAN_WORK_EXCEPTION), true);
    } while ($goesOn && time() < $end);
    gearbench_tell('error', $worker->error());
} catch (Exception $thrown) {
    gearbench_tell('error', $thrown->getMessage());
}
exit(1);
