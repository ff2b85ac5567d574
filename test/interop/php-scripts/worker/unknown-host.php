<?php
$worker = new GearmanWorker();
show('add', $worker->addServer('no such host', 4731), outcome($worker));
