<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', PORT, false);
$client->setTimeout(150);
show('result', $client->doNormal(name('exception'), 'x'), $client->returnCode() !== GEARMAN_SUCCESS);
