<?php
$client = client();
show('status', $client->jobStatus('H:nobody:999999'), $client->returnCode());
show('empty', $client->jobStatus('x'), $client->returnCode());
