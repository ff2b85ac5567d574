<?php
$client = new GearmanClient();
show('timeout', $client->timeout());
foreach ([0, 1, 5000, -1, -7] as $timeout) {
    show("set $timeout", $client->setTimeout($timeout), $client->timeout());
}
show('context', $client->context(), $client->setContext('mine'), $client->context());
show('cut', $client->setContext("a\0b"), $client->context(), $client->setContext(''), $client->context());
show('state', outcome($client), $client->doJobHandle(), $client->doStatus());
