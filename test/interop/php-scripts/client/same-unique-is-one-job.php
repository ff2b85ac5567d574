<?php
$client = client();
$one = $client->doBackground(name('later'), 'x', 'same');
$two = $client->doBackground(name('later'), 'y', 'same');
$three = $client->doBackground(name('later'), 'z', 'other');
show('same', $one === $two, $one === $three, counts('later'));
