<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => '');
client()->doBackground(name('f'), 'x');
$worker->work();
// The servers are told when the worker next asks after it has slept.
$worker->addFunction(name('g'), fn ($job) => show('job', $job->workload()));
client()->doBackground(name('g'), 'x');
$worker->setTimeout(60);
show('work', $worker->work(), $worker->returnCode());
show('work', $worker->work(), $worker->returnCode());
