<?php
$worker = worker();
$worker->addFunction(name('f'), fn ($job) => strrev($job->workload()));
foreach (["\0", "\0\0", "a\0", "机器", "\xff\0\xfe", str_repeat("\0\1\2", 100000)] as $bytes) {
    $client = client();
    [$process, $file] = beside(function () use ($bytes) {
        show('same', client()->doNormal(name('f'), $bytes) === strrev($bytes));
    });
    show('work', $worker->work());
    hear([$process, $file]);
}
