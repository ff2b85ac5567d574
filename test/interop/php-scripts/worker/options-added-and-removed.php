<?php
foreach ([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, -1] as $option) {
    $worker = new GearmanWorker();
    show("add $option", $worker->addOptions($option), $worker->options());
    show("remove $option", $worker->removeOptions($option), $worker->options(), $worker->timeout());
}
