<?php
$client = client();
$client->doLowBackground(name('f'), 'low');
$client->doBackground(name('f'), 'normal');
$client->doHighBackground(name('f'), 'high');
$worker = worker();
$worker->addFunction(name('f'), fn ($job) => show('job', $job->workload()));
for ($index = 0; $index < 3; $index++) {
    $worker->work();
}
