<?php
$client = client();
show('run', $client->runTasks(), $client->returnCode());
