<?php
$client = client();
show('facts', $client->doNormal(name('facts') . "\0more", 'x', "unique\0more"));
