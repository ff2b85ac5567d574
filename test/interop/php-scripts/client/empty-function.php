<?php
$client = client();
foreach (['doNormal', 'doHigh', 'doLow', 'doBackground', 'doHighBackground', 'doLowBackground'] as $method) {
    show($method, $client->$method('', 'x'), outcome($client));
}
