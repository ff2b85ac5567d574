<?php
$client = client();
$one = explode(' ', $client->doNormal(name('facts'), 'x'))[1];
$other = explode(' ', $client->doNormal(name('facts'), 'y'))[1];
$empty = explode(' ', $client->doNormal(name('facts'), 'x', ''))[1];
show('length', strlen($one), strlen($other), strlen($empty), $one === $other);
