<?php
class Shouting extends GearmanClient
{
    public $said = 0;
    public function doNormal(string $function, string $workload, ?string $unique = null): string
    {
        $this->said++;
        return strtoupper(parent::doNormal($function, $workload, $unique ?? ''));
    }
}
$client = new Shouting();
$client->addServer('127.0.0.1', PORT);
show('result', $client->doNormal(name('reverse'), 'abc'), $client->said, $client instanceof GearmanClient);
