<?php
$worker = new GearmanWorker();
foreach (['', 'a b', "a\0b", 'é', str_repeat('i', 254), str_repeat('i', 255), "line\n"] as $id) {
    show('set', $worker->setId($id), outcome($worker));
}
