<?php
putenv('GEARMAN_SERVERS=127.0.0.1:' . PORT);
$client = new GearmanClient();
show('job', $client->doBackground(name('later'), 'x'), $client->returnCode(), counts('later'));
putenv('GEARMAN_SERVERS=no such host');
attempt('bad', fn () => get_class(new GearmanClient()));
