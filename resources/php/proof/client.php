<?php
// The client of the PHP doctor's proof: connects with the option for exceptions, submits a job and takes its time, and one that throws.

require dirname(__FILE__) . '/common.php';
gearbench_begin('GearmanClient');

function gearbench_exception($task)
{
    gearbench_tell('exception', $task->data());
}

function gearbench_client($exceptions)
{
    $client = new GearmanClient();
    $client->setTimeout(5000);
    if ($exceptions) {
        $client->addServer($GLOBALS['argv'][1], (int) $GLOBALS['argv'][2]);
    } else {
        $client->addServer($GLOBALS['argv'][1], (int) $GLOBALS['argv'][2], false);
    }
    return $client;
}

try {
    try {
        $client = gearbench_client(true);
        gearbench_tell('option', '');
    } catch (Exception $thrown) {
        gearbench_tell('option-refused', $thrown->getMessage());
        $client = gearbench_client(false);
    }
    if (!@$client->ping('gearbench')) {
        gearbench_tell('unreached', $client->error());
        exit(1);
    }
    gearbench_tell('reached', '');

    $begin = microtime(true);
    $result = method_exists($client, 'doNormal') ? @$client->doNormal($argv[3], 'hello') : @$client->do($argv[3], 'hello');
    gearbench_tell('took', round(1000 * (microtime(true) - $begin), 3));
    gearbench_tell('code', $client->returnCode());
    gearbench_tell('error', $client->error());
    gearbench_tell('result', $result);
    if ($client->returnCode() !== GEARMAN_SUCCESS) {
        exit(1);
    }

    $client->setExceptionCallback('gearbench_exception');
    $client->addTask($argv[3] . '-throws', 'hello');
    @$client->runTasks();
    gearbench_tell('end', $client->error());
} catch (Exception $thrown) {
    gearbench_tell('thrown', $thrown->getMessage());
    exit(1);
}
