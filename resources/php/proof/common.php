<?php
// What both scripts of the PHP doctor's proof begin with. Written for every PHP that the extension was ever made for (5.2 and later).
// Arguments: host, port, function, drop-in or an empty word, a word that begins the lines which are ours.

function gearbench_tell($what, $value)
{
    echo $GLOBALS['argv'][5], ' ', $what, ' ', base64_encode((string) $value), "\n";
    flush();
}

function gearbench_begin($class)
{
    if ($GLOBALS['argv'][4] !== '' && !class_exists('GearmanClient', false)) {
        require $GLOBALS['argv'][4];
    }
    $kind = extension_loaded('gearman') ? 'extension' : (defined('GEARBENCH_DROP_IN') ? 'drop-in' : 'none');
    gearbench_tell('kind', class_exists($class, false) ? $kind : 'none');
    if (!class_exists($class, false)) {
        exit(1);
    }
}
