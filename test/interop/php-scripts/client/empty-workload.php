<?php
$client = client();
foreach (['doNormal', 'doHigh', 'doLow', 'doBackground', 'doHighBackground', 'doLowBackground'] as $method) {
    show($method, $client->$method(name('f'), ''), outcome($client));
}
