<?php
$client = client();
$client->addOptions(GEARMAN_CLIENT_NON_BLOCKING);
$client->addTask(name('nobody'), 'x');
show('run', $client->runTasks(), $client->returnCode(), $client->error());
show('run', $client->runTasks(), $client->returnCode(), $client->error());
