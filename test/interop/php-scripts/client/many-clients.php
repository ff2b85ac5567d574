<?php
for ($index = 0; $index < 50; $index++) {
    $client = client();
    $results[] = $client->doNormal(name('reverse'), "$index");
}
show('results', implode(' ', $results));
