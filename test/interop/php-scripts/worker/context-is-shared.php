<?php
$context = new ArrayObject();
$worker = worker();
$worker->addFunction(name('f'), function ($job, $context) {
    $context[] = $job->workload();
}, $context);
foreach (['a', 'b'] as $workload) {
    client()->doBackground(name('f'), $workload);
    $worker->work();
}
show('context', $context->getArrayCopy());
