<?php
$client = client();
show('handle', $client->doLowBackground(name('later'), 'x'), $client->returnCode());
show('server', preg_match('/^' . name('later') . '\t0\t0\t1\t/m', ask('prioritystatus')));
