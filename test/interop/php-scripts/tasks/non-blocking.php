<?php
$client = client();
$client->addOptions(GEARMAN_CLIENT_NON_BLOCKING);
$results = [];
$client->setCompleteCallback(function ($task) use (&$results) {
    $results[] = $task->data();
});
for ($index = 10; $index < 30; $index++) {
    $client->addTask(name('reverse'), "$index");
}
// The answers of the others may be there before it looks.
$client->addTask(name('slow'), '100');
$waited = 0;
while (true) {
    $ran = $client->runTasks();
    if ($client->returnCode() !== GEARMAN_IO_WAIT) {
        break;
    }
    $waited++;
    $client->wait();
}
sort($results);
show('run', $ran, $client->returnCode(), $waited > 0, implode(' ', $results));
