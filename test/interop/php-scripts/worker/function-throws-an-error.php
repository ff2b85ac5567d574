<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), fn () => intdiv(1, 0));
attempt('work', fn () => $worker->work());
hear($answer);
