<?php
$client = client();
$bytes = str_repeat("\0\xff 1\n", 500000);
show('same', $client->doNormal(name('reverse'), $bytes) === strrev($bytes), $client->returnCode());
