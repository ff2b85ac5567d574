<?php
foreach ([1, 2, 4, 8, 16, 32, 64, 256, 512] as $option) {
    $client = new GearmanClient();
    show("add $option", $client->addOptions($option), $client->options());
    show("remove $option", $client->removeOptions($option), $client->options());
}
