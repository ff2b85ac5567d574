<?php
$client = new GearmanClient();
attempt('add', fn () => $client->addServer('127.0.0.1', DEAD));
show('after', outcome($client));
show('normal', $client->doNormal('f', 'x'), outcome($client));
show('background', $client->doBackground('f', 'x'), outcome($client));
show('ping', $client->ping('x'), outcome($client));
show('status', $client->jobStatus('H:x:1'), outcome($client));
