<?php
$exception = new GearmanException('text', 5, new Exception('before'));
show('it', $exception->getMessage(), $exception->getCode(), $exception->code, $exception->getPrevious()->getMessage());
show('is', $exception instanceof Exception, (new ReflectionClass($exception))->isFinal());
$exception->code = 7;
show('code', $exception->getCode());
