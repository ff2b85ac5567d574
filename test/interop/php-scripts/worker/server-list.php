<?php
$worker = new GearmanWorker();
show('add', $worker->addServers('127.0.0.1:' . PORT . ',127.0.0.1:' . SECOND), $worker->returnCode());
$worker->addFunction(name('f'), fn ($job) => show('job', $job->workload()));
client()->doBackground(name('f'), 'first');
client(SECOND)->doBackground(name('f'), 'second');
show('work', $worker->work(), $worker->work());
until(fn () => counts('f') === [0, 0, 1] && counts('f', SECOND) === [0, 0, 1]);
