<?php
$client = client();
$worker = worker();
$worker->addFunction(name('f'), fn ($job) => 'inner ' . $client->doNormal(name('reverse'), $job->workload()));
$answer = submit('f', 'abc');
show('work', $worker->work());
hear($answer);
