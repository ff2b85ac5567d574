<?php
$client = client();
$client->doBackground(name('f'), 'abc');
$worker = worker();
show('add', $worker->addFunction(name('f'), fn ($job) => show('job', $job->workload())));
show('work', $worker->work(), outcome($worker));
until(fn () => counts('f') === [0, 0, 1]);
