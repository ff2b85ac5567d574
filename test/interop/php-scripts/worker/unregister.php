<?php
$worker = worker();
$worker->setTimeout(30);
$worker->addFunction(name('f'), fn () => '');
$worker->addFunction(name('g'), fn () => '');
$worker->work();
until(fn () => counts('f')[2] === 1 && counts('g')[2] === 1);
show('unregister', $worker->unregister(name('f')), $worker->returnCode());
$worker->work();
until(fn () => (counts('f')[2] ?? 0) === 0);
show('other', counts('g')[2]);
show('again', $worker->unregister(name('f')), $worker->returnCode());
