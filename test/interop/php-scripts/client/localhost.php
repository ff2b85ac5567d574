<?php
$client = new GearmanClient();
show('add', $client->addServer('localhost', PORT), $client->doNormal(name('reverse'), 'abc'));
