<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    for ($round = 0; $round < 3; $round++) {
        $peer = stream_socket_accept($server);
        fread($peer, 100);
        fclose($peer);
    }
});
until(fn () => filesize($file) > 0 || clearstatcache());
$port = (int) explode(':', file_get_contents($file))[1];
$client = new GearmanClient();
$client->addServer('127.0.0.1', $port, false);
$client->setTimeout(2000);
show('normal', $client->doNormal('f', 'x'), outcome($client));
$client->addTask('f', 'x');
show('tasks', $client->runTasks(), outcome($client));
show('background', $client->doBackground('f', 'x'), outcome($client));
