<?php
$task = (function () {
    $client = client();
    return $client->addTask(name('f'), 'x', null, 'unique');
})();
show('task', $task->unique(), $task->functionName());
