<?php
$worker = worker();
show('ping', $worker->ping('hello'), outcome($worker));
show('bytes', $worker->ping("a\0b"), $worker->ping(''), $worker->returnCode());
