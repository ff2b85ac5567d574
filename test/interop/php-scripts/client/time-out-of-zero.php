<?php
$client = client();
$client->setTimeout(0);
show('result', $client->doNormal(name('nobody'), 'x'), outcome($client));
