<?php
$worker = worker();
foreach (['a', 'b', 'c'] as $word) {
    $worker->addFunction(name($word), fn ($job) => "$word " . $job->functionName());
}
foreach (['c', 'a', 'b'] as $word) {
    $answer = submit($word, 'x');
    $worker->work();
    hear($answer);
}
until(fn () => [counts('a'), counts('b'), counts('c')] === array_fill(0, 3, [0, 0, 1]));
