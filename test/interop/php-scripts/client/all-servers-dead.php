<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', DEAD, false);
$client->addServer('127.0.0.1', DEAD, false);
show('normal', $client->doNormal('f', 'x'), outcome($client));
