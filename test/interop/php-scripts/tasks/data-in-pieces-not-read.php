<?php
$client = client();
$client->addOptions(GEARMAN_CLIENT_UNBUFFERED_RESULT);
$client->addTask(name('report'), 'abc');
show('run', $client->runTasks(), outcome($client));
