<?php
$client = new GearmanClient();
attempt('add', fn () => $client->addServers('127.0.0.1:' . PORT . ',127.0.0.1:' . DEAD));
$client = new GearmanClient();
show('add', $client->addServers('127.0.0.1:' . PORT . ',127.0.0.1:' . DEAD, false), outcome($client));
show('job', $client->doBackground(name('later'), 'x'), $client->returnCode(), counts('later'));
