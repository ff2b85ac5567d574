<?php
$client = client();
foreach ([1, 100, 4095, 4096, 8150, 8191, 8192, 8193, 16384, 65535, 65536, 65537, 100000] as $size) {
    $bytes = substr(str_repeat('0123456789abcdef', 7000), 0, $size);
    show('size', $size, $client->doNormal(name('echo'), $bytes) === $bytes);
}
