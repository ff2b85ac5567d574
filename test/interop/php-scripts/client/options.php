<?php
$client = new GearmanClient();
show('first', $client->options());
foreach ([1, 2, 4, 8, 16, 32, 64, 256, 512, 1024, 0, 34, -1 & ~128] as $option) {
    show("set $option", $client->setOptions($option), $client->options());
}
