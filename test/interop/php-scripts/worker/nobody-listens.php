<?php
$worker = new GearmanWorker();
attempt('add', fn () => $worker->addServer('127.0.0.1', DEAD));
show('after', outcome($worker));
$worker->addFunction('f', fn () => '');
$worker->setTimeout(50);
show('work', $worker->work(), outcome($worker));
show('again', $worker->work(), outcome($worker));
