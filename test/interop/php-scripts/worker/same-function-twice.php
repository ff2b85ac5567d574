<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => 'old');
$worker->addFunction(name('f'), fn () => 'new');
$answer = submit('f', 'x');
$worker->work();
hear($answer);
