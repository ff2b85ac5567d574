<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => '');
show('changed', $worker->options() & GEARMAN_WORKER_CHANGE);
$worker->setTimeout(20);
$worker->work();
show('told', $worker->options() & GEARMAN_WORKER_CHANGE);
