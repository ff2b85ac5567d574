<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    $peer = stream_socket_accept($server);
    fread($peer, 1000);
    fwrite($peer, "\0RES" . pack('NN', 27, 10) . 'exceptions');
    fread($peer, 1000);
    $body = "H:a:1\0unknown\0workload";
    fwrite($peer, "\0RES" . pack('NN', 11, strlen($body)) . $body);
    sleep(5);
});
until(fn () => filesize($file) > 0 || clearstatcache());
$worker = new GearmanWorker();
$worker->addServer('127.0.0.1', (int) explode(':', file_get_contents($file))[1]);
$worker->addFunction('f', fn () => '');
$worker->setTimeout(1000);
show('work', $worker->work(), outcome($worker));
