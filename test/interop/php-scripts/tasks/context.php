<?php
$client = client();
$client->setCompleteCallback(function (...$arguments) {
    show('complete', count($arguments), array_slice($arguments, 1));
});
$object = (object) ['a' => 1];
foreach ([[], [null], [5], ['text'], [[1, 2]], [$object]] as $context) {
    $client->addTask(name('reverse'), 'x', ...$context);
    $client->runTasks();
}
