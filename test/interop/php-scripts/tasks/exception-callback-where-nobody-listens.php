<?php
$client = new GearmanClient();
$client->addServer('127.0.0.1', DEAD, false);
attempt('set', fn () => $client->setExceptionCallback(fn () => 0));
