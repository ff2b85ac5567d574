<?php
[$process, $file] = beside(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    echo stream_socket_get_name($server, false), "\n";
    $peer = stream_socket_accept($server);
    fread($peer, 1000);
    $created = "\0RES" . pack('NN', 8, 5) . 'H:a:1';
    $data = "\0RES" . pack('NN', 28, 9) . "H:a:1\0abc";
    $complete = "\0RES" . pack('NN', 13, 9) . "H:a:1\0\0de";
    foreach (str_split($created . $data . $complete, 5) as $piece) {
        fwrite($peer, $piece);
        usleep(1000);
    }
    sleep(5);
});
until(fn () => filesize($file) > 0 || clearstatcache());
$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) explode(':', file_get_contents($file))[1], false);
$client->setTimeout(2000);
show('normal', bin2hex($client->doNormal('f', 'x')), $client->returnCode());
