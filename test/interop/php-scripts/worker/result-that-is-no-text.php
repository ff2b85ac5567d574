<?php
$worker = worker();
$worker->addFunction(name('f'), fn () => new stdClass());
$answer = submit('f', 'abc');
attempt('work', fn () => $worker->work());
hear($answer);
show('after', $worker->returnCode());
