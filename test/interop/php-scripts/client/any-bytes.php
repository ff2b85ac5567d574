<?php
$client = client();
foreach (["\0", "a\0\0b\n", "机器 é ß", "\xff\xfe", "\0REQ", str_repeat("\0\1", 300)] as $bytes) {
    show('bytes', bin2hex($client->doNormal(name('reverse'), $bytes)), $client->doNormal(name('echo'), $bytes) === $bytes);
}
