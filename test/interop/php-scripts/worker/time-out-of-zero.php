<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => '');
$worker->setTimeout(50);
$worker->work();
$worker->setTimeout(0);
show('work', $worker->work(), outcome($worker));
