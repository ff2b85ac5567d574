<?php
$worker = new GearmanWorker();
show('first', $worker->options(), $worker->timeout(), outcome($worker));
foreach ([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 0, 644, -1] as $option) {
    $worker = new GearmanWorker();
    show("set $option", $worker->setOptions($option), $worker->options(), $worker->timeout());
}
