<?php
$client = client();
foreach ([1, -5, 1.5, true, new class { public function __toString() { return 'object'; } }] as $workload) {
    show('echo', $client->doNormal(name('echo'), $workload));
}
