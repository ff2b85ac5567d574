<?php
$client = client();
hearAll($client);
$task = $client->addTaskBackground(name('later'), 'x');
show('run', $client->runTasks(), $client->returnCode(), counts('later'));
