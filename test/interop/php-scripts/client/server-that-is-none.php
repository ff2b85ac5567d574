<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    $peer = stream_socket_accept($server);
    fread($peer, 100);
    fwrite($peer, "\0BAD" . pack('NN', 8, 0));
    sleep(5);
});
until(fn () => filesize($file) > 0 || clearstatcache());
$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) explode(':', file_get_contents($file))[1], false);
$client->setTimeout(2000);
show('normal', $client->doNormal('f', 'x'), $client->returnCode());
