<?php
serve(['reducer' => fn ($job) => 'reduced ' . $job->workload()]);
$socket = stream_socket_client('tcp://127.0.0.1:' . PORT);
$body = implode("\0", [name('map'), 'unique', name('reducer'), '', 'abc']);
fwrite($socket, "\0REQ" . pack('NN', 37, strlen($body)) . $body);
$worker = worker();
$worker->addFunction(name('map'), function ($job) {
    show('data', $job->sendData('first'), $job->sendData('second'), @$job->sendComplete('x'), $job->returnCode());
    $job->setReturn(GEARMAN_SUCCESS);
    return 'third';
});
show('work', $worker->work(), $worker->returnCode());
$answer = '';
until(function () use ($socket, &$answer) {
    $answer .= fread($socket, 1000);
    return strpos($answer, "\0RES\0\0\0\x0d") !== false;
});
show('complete', bin2hex(substr($answer, strpos($answer, "\0RES\0\0\0\x0d") + 11, 1)) !== '', strpos($answer, 'third'));
