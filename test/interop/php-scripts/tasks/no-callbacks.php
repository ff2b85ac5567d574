<?php
$client = client();
$client->addTask(name('report'), 'x');
$client->addTask(name('fail'), 'x');
show('run', $client->runTasks(), $client->returnCode());
