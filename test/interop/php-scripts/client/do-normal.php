<?php
serve(['reverse']);
$client = client();
show('result', $client->doNormal(name('reverse'), 'Gearman'), outcome($client));
