<?php
function answer($job)
{
    return 'function';
}
class Answers
{
    public static function ofClass($job)
    {
        return 'static';
    }
    public function ofObject($job)
    {
        return 'method';
    }
    public function __invoke($job)
    {
        return 'invoked';
    }
}
foreach (['answer', 'Answers::ofClass', ['Answers', 'ofClass'], [new Answers(), 'ofObject'], new Answers()] as $index => $function) {
    $worker = worker();
    show('add', $worker->addFunction(name("f$index"), $function));
    $answer = submit("f$index", 'x');
    $worker->work();
    hear($answer);
}
