<?php
$answer = submit('f', 'abc');
[$process] = beside(function () {
    $worker = worker();
    $worker->addFunction(name('f'), fn () => posix_kill(posix_getpid(), SIGKILL));
    $worker->work();
});
pcntl_waitpid($process, $status);
$worker = worker();
$worker->addFunction(name('f'), fn () => 'second try');
show('work', $worker->work());
hear($answer);
