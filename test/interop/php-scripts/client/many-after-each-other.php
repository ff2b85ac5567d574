<?php
$client = client();
$right = 0;
for ($index = 0; $index < 300; $index++) {
    $right += $client->doNormal(name('reverse'), "job $index") === strrev("job $index") ? 1 : 0;
}
show('right', $right);
