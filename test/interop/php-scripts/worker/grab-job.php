<?php
$client = client();
$handle = $client->doBackground(name('f'), 'abc', 'unique');
$worker = worker();
$worker->register(name('f'));
$job = $worker->grabJob();
show('job', get_class($job), $job->handle() === $handle, $job->functionName(), $job->unique(), $job->workload());
show('data', $job->sendStatus(1, 2), $job->sendComplete('done'), $job->returnCode());
until(fn () => counts('f')[0] === 0);
show('server', $worker->returnCode());
// The extension crashes where the worker goes before the job.
unset($job);
