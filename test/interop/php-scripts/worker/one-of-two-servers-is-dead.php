<?php
$worker = worker();
attempt('add', fn () => $worker->addServer('127.0.0.1', DEAD));
$worker->addFunction(name('f'), fn ($job) => show('job', $job->workload()));
client()->doBackground(name('f'), 'x');
show('work', $worker->work(), $worker->returnCode());
