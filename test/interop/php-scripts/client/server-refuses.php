<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    $peer = stream_socket_accept($server);
    foreach (['QUEUE_FULL', 'JOB_QUEUE_FULL', 'UNKNOWN'] as $code) {
        fread($peer, 1000);
        $body = "$code\0because of it";
        fwrite($peer, "\0RES" . pack('NN', 19, strlen($body)) . $body);
    }
    sleep(5);
});
until(fn () => filesize($file) > 0 || clearstatcache());
$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) explode(':', file_get_contents($file))[1], false);
$client->setTimeout(2000);
show('normal', $client->doNormal('f', 'x'), outcome($client));
show('background', $client->doBackground('f', 'x'), outcome($client));
$client->addTask('f', 'x');
show('tasks', $client->runTasks(), outcome($client));
