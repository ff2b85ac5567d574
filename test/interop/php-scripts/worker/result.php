<?php
$answer = submit('f', 'abc');
$worker = worker();
$worker->addFunction(name('f'), fn ($job) => strrev($job->workload()));
show('work', $worker->work(), $worker->returnCode());
hear($answer);
