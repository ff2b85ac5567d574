<?php
$client = client();
show('handle', $client->doHighBackground(name('later'), 'x'), $client->returnCode());
show('server', preg_match('/^' . name('later') . '\t1\t0\t0\t/m', ask('prioritystatus')));
