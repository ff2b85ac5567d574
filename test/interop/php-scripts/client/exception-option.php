<?php
$client = client();
show('add', $client->addOptions(128), $client->options(), $client->error());
$alone = new GearmanClient();
show('alone', $alone->addOptions(128), $alone->options(), $alone->error());
