<?php
$client = client();
foreach ([62, 63, 64, 65] as $length) {
    show("$length", $client->doNormal(name('facts'), 'x', str_repeat('u', $length)), outcome($client)[0]);
}
