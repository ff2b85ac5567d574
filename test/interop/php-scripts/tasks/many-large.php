<?php
$client = client();
$sizes = 0;
$client->setCompleteCallback(function ($task) use (&$sizes) {
    $sizes += $task->dataSize();
});
for ($index = 0; $index < 30; $index++) {
    $client->addTask(name('echo'), str_repeat("$index", 100000));
}
show('run', $client->runTasks(), $sizes);
