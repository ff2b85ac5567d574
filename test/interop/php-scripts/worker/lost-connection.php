<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    for ($round = 0; $round < 2; $round++) {
        $peer = stream_socket_accept($server);
        fread($peer, 1000);
        fwrite($peer, "\0RES" . pack('NN', 27, 10) . 'exceptions');
        fread($peer, 1000);
        fclose($peer);
    }
});
until(fn () => filesize($file) > 0 || clearstatcache());
$worker = new GearmanWorker();
$worker->addServer('127.0.0.1', (int) explode(':', file_get_contents($file))[1]);
$worker->addFunction('f', fn () => '');
$worker->setTimeout(200);
show('work', @$worker->work(), $worker->returnCode() !== GEARMAN_SUCCESS);
