<?php
$client = new GearmanClient();
show('add', $client->addServers('127.0.0.1:' . PORT . ',127.0.0.1:' . SECOND), outcome($client)[0]);
show('ping', $client->ping('x'));
$one = new GearmanClient();
show('one', $one->addServers('127.0.0.1:' . PORT), $one->doNormal(name('reverse'), 'abc'));
