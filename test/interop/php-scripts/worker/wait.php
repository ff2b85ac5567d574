<?php
$worker = worker();
show('nothing', $worker->wait(), outcome($worker));
