<?php
$worker = worker();
$other = clone $worker;
show('options', $other->options());
