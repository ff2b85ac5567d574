<?php
$worker = worker();
show('work', $worker->work(), outcome($worker));
show('grab', $worker->grabJob(), outcome($worker));
