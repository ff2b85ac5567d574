<?php
client()->doBackground(name('f'), 'abc');
$worker = worker();
$worker->register(name('f'));
show('job', get_class($worker->grabJob()));
show('none', @$worker->grabJob(), $worker->returnCode());
show('none', @$worker->grabJob(), $worker->returnCode());
