<?php
$gate = FOLDER . '/' . name('gate');
serve(['watched' => function (GearmanJob $job) use ($gate) {
    $job->sendStatus(3, 7);
    until(fn () => file_exists($gate));
}]);
$client = client();
$handle = $client->doBackground(name('watched'), 'x');
until(fn () => $client->jobStatus($handle) === [true, true, 3, 7]);
show('running', $client->jobStatus($handle));
touch($gate);
until(fn () => $client->jobStatus($handle)[0] === false);
show('done', $client->jobStatus($handle));
