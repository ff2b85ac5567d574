<?php
$client = client();
foreach (['x', 'ab', 'abc', 'abcd', 'hello world', "\0\xff", str_repeat("\xff", 100)] as $workload) {
    show('unique', explode(' ', $client->doNormal(name('facts'), $workload, '#'))[1]);
}
