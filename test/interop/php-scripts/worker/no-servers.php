<?php
$worker = new GearmanWorker();
show('work', $worker->work(), outcome($worker));
$worker->addFunction('f', fn () => '');
show('work', $worker->work(), outcome($worker));
show('grab', $worker->grabJob(), outcome($worker));
show('wait', $worker->wait(), outcome($worker));
show('ping', $worker->ping('x'), outcome($worker));
