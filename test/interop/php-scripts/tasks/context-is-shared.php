<?php
$client = client();
$context = new ArrayObject();
$client->setCompleteCallback(function ($task, $context) {
    $context[] = $task->data();
});
foreach (['abc', 'def'] as $workload) {
    $client->addTask(name('reverse'), $workload, $context);
    $client->runTasks();
}
show('context', $context->getArrayCopy());
