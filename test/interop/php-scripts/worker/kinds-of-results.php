<?php
class Text
{
    public function __toString()
    {
        return 'object';
    }
}
$worker = worker();
$result = null;
$worker->addFunction(name('f'), function () use (&$result) {
    return $result;
});
foreach ([1, -1.5, true, false, null, '', "a\0b", ['x'], new Text()] as $result) {
    $answer = submit('f', 'abc');
    show('work', $worker->work(), $worker->returnCode());
    hear($answer);
}
