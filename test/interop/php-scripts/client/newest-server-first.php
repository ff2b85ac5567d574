<?php
$client = client();
$client->addServer('127.0.0.1', SECOND);
$client->doBackground(name('later'), 'x');
show('first', counts('later'), counts('later', SECOND));
