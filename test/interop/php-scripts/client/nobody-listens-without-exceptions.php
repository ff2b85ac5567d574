<?php
$client = new GearmanClient();
show('add', $client->addServer('127.0.0.1', DEAD, false), outcome($client));
show('normal', $client->doNormal('f', 'x'), outcome($client));
attempt('exceptions', fn () => $client->enableExceptionHandler());
show('after', outcome($client));
