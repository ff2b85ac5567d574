<?php
$client = client();
show('result', $client->doNormal(name('nothing'), 'x'), outcome($client));
