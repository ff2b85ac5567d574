<?php
$client = client();
try {
    $client->doNormal('f');
} catch (ArgumentCountError $error) {
    echo get_class($error), "\n";
}
