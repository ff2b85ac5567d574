<?php
$worker = worker();
$worker->addOptions(GEARMAN_WORKER_NON_BLOCKING);
$worker->setTimeout(2000);
$done = 0;
$worker->addFunction(name('f'), function () use (&$done) {
    $done++;
    return 'result';
});
$answer = beside(function () {
    usleep(50000);
    $client = client();
    show('answer', $client->doNormal(name('f'), 'x'), $client->doNormal(name('f'), 'y'));
});
$codes = [];
while ($done < 2) {
    $worked = @$worker->work();
    $codes[$worker->returnCode()] = true;
    if (!$worked && !@$worker->wait()) {
        break;
    }
}
ksort($codes);
hear($answer);
// Whether it ever hears that there is no job depends on when the next one comes.
show('done', $done, array_diff(array_keys($codes), [GEARMAN_NO_JOBS]));
