<?php
$client = client();
hearAll($client);
$client->addTask(name('report'), 'x');
show('run', $client->runTasks(), $client->returnCode());
