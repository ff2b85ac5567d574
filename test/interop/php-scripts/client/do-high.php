<?php
$client = client();
show('result', $client->doHigh(name('reverse'), 'Gearman'), outcome($client));
