<?php
$client = client();
foreach ([[['a'], 'x'], ['f', ['x']], ['f', new stdClass()]] as $arguments) {
    try {
        $client->doNormal(...$arguments);
    } catch (TypeError $error) {
        echo preg_replace('/, called in.*/', '', $error->getMessage()), "\n";
    }
}
