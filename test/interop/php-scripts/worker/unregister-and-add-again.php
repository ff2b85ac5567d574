<?php
$worker = worker();
$worker->setTimeout(60);
$worker->addFunction(name('f'), fn () => 'old');
$worker->work();
$worker->unregister(name('f'));
$worker->addFunction(name('f'), fn ($job) => show('new', $job->workload()));
$worker->work();
client()->doBackground(name('f'), 'x');
$worker->work();
