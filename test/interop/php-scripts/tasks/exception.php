<?php
$client = client();
hearAll($client);
$client->addTask(name('exception'), 'x');
show('run', $client->runTasks(), $client->returnCode());
