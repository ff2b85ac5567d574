<?php
$client = client();
foreach ([['', 'x'], ['f', ''], [str_repeat('f', 513), 'x'], ['f', 'x', null, str_repeat('u', 65)]] as $arguments) {
    foreach (['addTask', 'addTaskHigh', 'addTaskLow', 'addTaskBackground', 'addTaskHighBackground', 'addTaskLowBackground'] as $method) {
        show($method, $client->$method(...$arguments), outcome($client));
    }
}
