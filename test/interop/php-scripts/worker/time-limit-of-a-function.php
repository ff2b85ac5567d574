<?php
$worker = worker();
show('add', $worker->addFunction(name('f'), function () {
    usleep(1300000);
    return 'late';
}, null, 1));
$answer = submit('f', 'x', ['timeout' => 1800]);
show('work', $worker->work(), $worker->returnCode());
hear($answer);
