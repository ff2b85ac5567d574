<?php
$worker = worker();
$worker->setTimeout(30);
$worker->addFunction(name('f'), fn () => '');
$worker->addFunction(name('g'), fn () => '');
$worker->work();
show('all', $worker->unregisterAll(), $worker->returnCode());
show('work', $worker->work(), $worker->returnCode());
until(fn () => (counts('f')[2] ?? 0) === 0 && (counts('g')[2] ?? 0) === 0);
show('again', $worker->unregisterAll(), $worker->returnCode());
