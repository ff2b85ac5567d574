<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => '');
show('set', $worker->setTimeout(50), $worker->timeout(), $worker->options());
show('work', $worker->work(), outcome($worker));
show('again', $worker->work(), outcome($worker));
client()->doBackground(name('f'), 'x');
show('job', $worker->work(), $worker->returnCode());
