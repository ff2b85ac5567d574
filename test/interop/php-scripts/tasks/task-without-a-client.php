<?php
$task = new GearmanTask();
show('is', $task->functionName(), $task->unique(), $task->jobHandle(), $task->returnCode());
show('state', $task->isKnown(), $task->isRunning(), $task->taskNumerator(), $task->taskDenominator());
show('data', $task->data(), $task->dataSize(), $task->sendWorkload('x'), $task->recvData(5));
