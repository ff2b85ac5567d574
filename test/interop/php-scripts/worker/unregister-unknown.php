<?php
$worker = worker();
show('unregister', $worker->unregister('nothing'), $worker->returnCode());
show('all', $worker->unregisterAll(), $worker->returnCode());
$fresh = new GearmanWorker();
show('fresh', $fresh->unregister('nothing'), outcome($fresh));
