<?php
function completed($task)
{
    show('function', $task->data());
}
class Listener
{
    public static function heard($task)
    {
        show('static', $task->data());
    }
    public function hear($task)
    {
        show('method', $task->data());
    }
    public function __invoke($task)
    {
        show('invoked', $task->data());
    }
}
$client = client();
foreach (['completed', 'Listener::heard', ['Listener', 'heard'], [new Listener(), 'hear'], new Listener()] as $callback) {
    show('set', $client->setCompleteCallback($callback));
    $client->addTask(name('reverse'), 'abc');
    $client->runTasks();
}
