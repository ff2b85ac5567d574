<?php
$client = client();
$client->setTimeout(50);
show('first', $client->doNormal(name('slow'), '150'), $client->returnCode());
$client->setTimeout(5000);
show('second', $client->doNormal(name('reverse'), 'abc'), $client->returnCode());
show('third', $client->doNormal(name('reverse'), 'def'), $client->returnCode());
