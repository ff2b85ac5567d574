<?php
$client = client();
for ($index = 0; $index < 300; $index++) {
    $client->doBackground(name('f'), "$index");
}
$worker = worker();
$sum = 0;
$worker->addFunction(name('f'), function ($job) use (&$sum) {
    $sum += (int) $job->workload();
});
for ($index = 0; $index < 300; $index++) {
    $worker->work();
}
until(fn () => counts('f') === [0, 0, 1]);
show('sum', $sum);
