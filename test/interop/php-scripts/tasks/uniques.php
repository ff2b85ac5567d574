<?php
$client = client();
foreach (['mine', '#', str_repeat('u', 64), "a\0b"] as $unique) {
    show('unique', $client->addTask(name('f'), 'workload', null, $unique)->unique());
}
show('none', strlen($client->addTask(name('f'), 'workload')->unique()), strlen($client->addTask(name('f'), 'workload', null, '')->unique()));
