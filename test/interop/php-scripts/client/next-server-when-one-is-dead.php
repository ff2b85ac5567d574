<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', PORT, false);
$client->addServer('127.0.0.1', DEAD, false);
$client->setTimeout(5000);
show('normal', $client->doNormal(name('reverse'), 'abc'), $client->returnCode());
show('background', $client->doBackground(name('later'), 'abc'), $client->returnCode());
show('again', $client->doNormal(name('reverse'), 'def'), $client->returnCode());
