<?php
$client = new GearmanClient();
show('normal', $client->doNormal('f', 'x'), outcome($client));
show('background', $client->doBackground('f', 'x'), outcome($client));
show('ping', $client->ping('x'), outcome($client));
show('status', $client->jobStatus('H:x:1'), outcome($client));
show('unique', $client->jobStatusByUniqueKey('u'), outcome($client));
show('wait', $client->wait(), outcome($client));
show('nothing to run', $client->runTasks(), outcome($client));
attempt('exceptions', fn () => $client->enableExceptionHandler());
show('after', outcome($client));
