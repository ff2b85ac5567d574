<?php
$client = client();
show('result', $client->doNormal(name('fail'), 'x'), outcome($client));
show('after', $client->doNormal(name('reverse'), 'abc'), $client->returnCode());
