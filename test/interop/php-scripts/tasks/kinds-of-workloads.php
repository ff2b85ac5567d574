<?php
$client = client();
$client->setCompleteCallback(fn ($task) => show('complete', $task->data()));
foreach ([1, 1.5, true, 'text', new class { public function __toString() { return 'object'; } }] as $workload) {
    $client->addTask(name('echo'), $workload);
    $client->runTasks();
}
