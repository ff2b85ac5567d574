<?php
foreach ([[], [null], ['text'], [[1, 2]], [(object) ['a' => 1]]] as $index => $context) {
    $worker = worker();
    $worker->addFunction(name("f$index"), function (...$arguments) {
        show('arguments', count($arguments), $arguments[1]);
    }, ...$context);
    $answer = submit("f$index", 'x');
    $worker->work();
    hear($answer);
}
