<?php
$client = client();
$client->setTimeout(60);
show('result', $client->doNormal(name('nobody'), 'x'), outcome($client));
