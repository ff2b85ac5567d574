<?php
$client = client();
$results = [];
$client->setCompleteCallback(function ($task) use (&$results) {
    $results[$task->unique()] = $task->data();
});
for ($index = 0; $index < 500; $index++) {
    $client->addTask(name('reverse'), "job $index", null, "$index");
}
show('run', $client->runTasks(), count($results), $results['499'], array_sum(array_map('strlen', $results)));
