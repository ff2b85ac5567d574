<?php
$client = client();
show('512', $client->doBackground(str_pad(name('f'), 512, 'f'), 'x'), outcome($client));
show('513', $client->doBackground(str_pad(name('f'), 513, 'f'), 'x'), outcome($client));
show('513', $client->doNormal(str_pad(name('f'), 513, 'f'), 'x'), outcome($client));
