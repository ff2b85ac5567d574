<?php
$client = client();
show('before', $client->doStatus(), $client->doJobHandle());
$client->doNormal(name('reverse'), 'abc');
show('after', $client->doStatus(), $client->doJobHandle());
$handle = $client->doBackground(name('reverse'), 'abc');
show('background', $client->doJobHandle() === $handle);
$client->doNormal(name('reverse'), 'abc');
show('after', $client->doJobHandle() === $handle);
