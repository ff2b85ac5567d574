<?php
class Counting extends GearmanWorker
{
    public $worked = 0;
    public function work(): bool
    {
        $this->worked++;
        return parent::work();
    }
}
client()->doBackground(name('f'), 'x');
$worker = new Counting();
$worker->addServer('127.0.0.1', PORT);
$worker->addFunction(name('f'), fn () => '');
show('work', $worker->work(), $worker->worked);
