<?php
$worker = worker();
show('register', $worker->register(name('f')), $worker->returnCode());
client()->doBackground(name('f'), 'x');
show('work', $worker->work(), outcome($worker));
