<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', DEAD, false);
$client->addTask('f', 'x');
show('run', $client->runTasks(), outcome($client));
show('again', $client->runTasks(), outcome($client));
