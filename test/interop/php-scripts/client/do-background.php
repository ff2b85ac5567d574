<?php
$client = client();
show('handle', $client->doBackground(name('later'), 'x'), outcome($client), $client->doJobHandle());
show('status', $client->jobStatus($client->doJobHandle()));
