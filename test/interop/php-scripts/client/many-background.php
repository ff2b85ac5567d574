<?php
$client = client();
$handles = [];
for ($index = 0; $index < 200; $index++) {
    $handles[] = $client->doBackground(name('later'), "job $index");
}
show('handles', count(array_unique($handles)), counts('later'));
