<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    $peer = stream_socket_accept($server);
    fread($peer, 1000);
    $body = "UNKNOWN_OPTION\0exceptions";
    fwrite($peer, "\0RES" . pack('NN', 19, strlen($body)) . $body);
    sleep(5);
});
until(fn () => filesize($file) > 0 || clearstatcache());
$client = new GearmanClient();
attempt('add', fn () => $client->addServer('127.0.0.1', (int) explode(':', file_get_contents($file))[1]));
show('after', $client->returnCode(), preg_replace('/127.0.0.1:\d+/', 'SERVER', $client->error()));
