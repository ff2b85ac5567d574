<?php
$client = client();
show('result', $client->doNormal(name('reverse'), 'Gearman'), outcome($client));
