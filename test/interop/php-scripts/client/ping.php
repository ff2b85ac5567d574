<?php
$client = client();
show('ping', $client->ping('hello'), outcome($client));
show('bytes', $client->ping("a\0b\0\xff"), $client->returnCode());
show('large', $client->ping(str_repeat('x', 300000)), $client->returnCode());
show('empty', $client->ping(''), outcome($client));
