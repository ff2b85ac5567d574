<?php
$folder = FOLDER . '/' . name('meet');
mkdir($folder);
foreach (['left' => 'right', 'right' => 'left'] as $own => $other) {
    serve([$own => function () use ($folder, $own, $other) {
        touch("$folder/$own");
        until(fn () => file_exists("$folder/$other"));
        return "$own met $other";
    }]);
}
$client = client();
$said = [];
$client->setCompleteCallback(function ($task) use (&$said) {
    $said[] = $task->data();
});
$client->addTask(name('left'), 'x');
$client->addTask(name('right'), 'x');
show('run', $client->runTasks());
sort($said);
show('said', $said);
