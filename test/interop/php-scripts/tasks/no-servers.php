<?php
$client = new GearmanClient();
$client->addTask('f', 'x');
show('run', $client->runTasks(), outcome($client));
show('again', $client->runTasks(), outcome($client));
