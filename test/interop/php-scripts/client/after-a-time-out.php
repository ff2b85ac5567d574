<?php
$client = client();
$client->setTimeout(60);
show('first', $client->doNormal(name('nobody'), 'x'), $client->returnCode());
$client->setTimeout(5000);
show('second', $client->doNormal(name('reverse'), 'abc'), $client->returnCode());
