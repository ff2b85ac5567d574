<?php
$job = new GearmanJob();
foreach ([-1, 54, 1000, 53, 0, 24] as $code) {
    show("set $code", $job->setReturn($code), $job->returnCode());
}
