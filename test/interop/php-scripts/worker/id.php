<?php
$worker = worker();
show('set', $worker->setId('my-worker'), $worker->options() & 2048);
$worker->addFunction(name('f'), fn () => '');
$worker->setTimeout(20);
$worker->work();
show('server', (bool) preg_match('/ my-worker : ' . name('f') . '$/m', ask('workers')));
show('change', $worker->setId('other'));
until(fn () => preg_match('/ other : ' . name('f') . '$/m', ask('workers')));
show('server', (bool) preg_match('/ my-worker : ' . name('f') . '$/m', ask('workers')));
