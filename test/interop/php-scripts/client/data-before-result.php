<?php
$client = client();
show('result', $client->doNormal(name('report'), 'x'), $client->returnCode());
