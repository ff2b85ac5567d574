<?php
$client = client();
$client->addServer('127.0.0.1', DEAD, false);
show('ping', $client->ping('hello'), outcome($client));
