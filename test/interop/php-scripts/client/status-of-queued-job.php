<?php
$client = client();
$handle = $client->doBackground(name('later'), 'x');
show('status', $client->jobStatus($handle), outcome($client)[0]);
