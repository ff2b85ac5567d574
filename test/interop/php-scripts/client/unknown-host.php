<?php
$client = new GearmanClient();
show('add', $client->addServer('no.such.host.invalid', PORT), outcome($client));
show('list', $client->addServers('127.0.0.1:' . PORT . ',no such host', false), outcome($client));
show('job', $client->doBackground(name('later'), 'x'), $client->returnCode());
