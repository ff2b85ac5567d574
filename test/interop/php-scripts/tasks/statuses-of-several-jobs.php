<?php
$client = client();
foreach (['a', 'b', 'c'] as $word) {
    $handles[] = $client->doBackground(name('later'), $word);
}
$known = 0;
$client->setStatusCallback(function ($task) use (&$known) {
    $known += $task->isKnown() ? 1 : 0;
});
foreach ($handles as $handle) {
    $client->addTaskStatus($handle);
}
show('run', $client->runTasks(), $known);
