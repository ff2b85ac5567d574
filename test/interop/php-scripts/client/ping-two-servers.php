<?php
$client = client();
$client->addServer('127.0.0.1', SECOND);
show('ping', $client->ping('hello'), $client->returnCode());
