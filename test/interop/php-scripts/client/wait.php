<?php
$client = client();
$client->setTimeout(40);
show('nothing', $client->wait(), outcome($client));
$client->addOptions(GEARMAN_CLIENT_NON_BLOCKING);
$client->addTask(name('nobody'), 'x');
show('run', $client->runTasks(), $client->returnCode());
until(function () use ($client) {
    $client->runTasks();
    return !$client->wait();
});
show('timeout', outcome($client));
