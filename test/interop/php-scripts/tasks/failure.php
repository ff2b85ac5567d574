<?php
$client = client();
hearAll($client);
$client->addTask(name('fail'), 'x');
show('run', $client->runTasks(), $client->returnCode());
