<?php
$client = client();
$other = client();
$client->doBackground(name('later'), 'x', name('unique'));
show('queued', $other->jobStatusByUniqueKey(name('unique')), $other->returnCode());
show('unknown', $other->jobStatusByUniqueKey(name('nobody')), $other->returnCode());
show('too long', $other->jobStatusByUniqueKey(str_repeat('u', 65)), $other->returnCode());
