<?php
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, fn () => show('signal'));
$worker = worker();
$worker->addFunction(name('f'), fn () => '');
$worker->setTimeout(150);
$process = posix_getpid();
beside(function () use ($process) {
    usleep(50000);
    posix_kill($process, SIGUSR1);
});
show('work', $worker->work(), $worker->returnCode());
pcntl_signal(SIGUSR1, SIG_DFL);
