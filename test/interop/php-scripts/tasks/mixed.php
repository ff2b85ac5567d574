<?php
$client = client();
$created = $complete = 0;
$client->setCreatedCallback(function () use (&$created) {
    $created++;
});
$client->setCompleteCallback(function () use (&$complete) {
    $complete++;
});
for ($index = 0; $index < 10; $index++) {
    $client->addTask(name('reverse'), "$index");
    $client->addTaskBackground(name('later'), "$index");
}
show('run', $client->runTasks(), $created, $complete);
