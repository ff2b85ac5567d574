<?php
$worker = worker();
$worker->register(name('f'));
show('grab', $worker->grabJob(), outcome($worker));
show('again', $worker->grabJob(), outcome($worker));
