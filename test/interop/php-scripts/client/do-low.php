<?php
$client = client();
show('result', $client->doLow(name('reverse'), 'Gearman'), $client->dolow(name('reverse'), 'again'), outcome($client));
