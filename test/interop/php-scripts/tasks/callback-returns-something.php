<?php
foreach ([null, false, '0', 'text', '24', 38.5, []] as $value) {
    $client = client();
    $client->setCompleteCallback(function ($task) use ($value) {
        return $value;
    });
    $client->addTask(name('reverse'), 'abc');
    show('run', $value, @$client->runTasks(), $client->returnCode());
}
