<?php
$worker = worker();
foreach (['', str_repeat('f', 512), str_repeat('f', 513)] as $name) {
    show('add', $worker->addFunction($name, fn () => ''), outcome($worker)[0]);
    show('register', $worker->register($name), outcome($worker)[0]);
}
show('cut', $worker->addFunction(name('f') . "\0more", fn ($job) => show('job', $job->functionName())));
client()->doBackground(name('f'), 'x');
$worker->work();
