<?php
// Prints as JSON what can be seen of the extension, or of the drop-in: php interface.php [DROP-IN]. A type that PHP 7.4 has no
// words for is read from the comment.
$before = [get_defined_constants(), get_defined_functions()['user'], get_declared_classes()];
if (isset($argv[1])) {
    require $argv[1];
    // A second time must be as if it were not there.
    require $argv[1];
}
$extension = isset($argv[1]) ? null : new ReflectionExtension('gearman');

function typeOf(?ReflectionType $type, string $comment, string $pattern): string
{
    if ($type !== null) {
        return (string) $type;
    }
    return preg_match("/$pattern/", $comment, $found) ? $found[1] : '';
}

function signature(ReflectionFunctionAbstract $function): array
{
    $comment = (string) $function->getDocComment();
    $parameters = [];
    foreach ($function->getParameters() as $parameter) {
        $name = $parameter->getName();
        $default = $parameter->isDefaultValueAvailable() ? json_encode($parameter->getDefaultValue()) : 'none';
        $type = typeOf($parameter->getType(), $comment, "@param (\\S+) \\\$$name\\b");
        // The extension says of these that they are no null, and makes null their default.
        $parameters[$name] = [$default === 'null' && $type === 'string' ? '?string' : $type, $default];
    }
    return [$parameters, typeOf($function->getReturnType(), $comment, '@return (\S+)')];
}

$constants = $extension ? $extension->getConstants() : array_diff_key(get_defined_constants(), $before[0]);
$functions = $extension
    ? array_keys($extension->getFunctions())
    : array_values(array_diff(get_defined_functions()['user'], $before[1], ['typeof', 'signature']));
$classes = $extension ? $extension->getClassNames() : array_values(array_diff(get_declared_classes(), $before[2]));
$own = 'gearbench\dropin\\';
$isOwn = fn (string $name): bool => strpos(strtolower($name), $own) !== 0;
$seen = ['constants' => $constants, 'functions' => [], 'classes' => []];
foreach (array_filter($functions, $isOwn) as $function) {
    $seen['functions'][$function] = signature(new ReflectionFunction($function));
}
foreach (array_filter($classes, $isOwn) as $name) {
    $class = new ReflectionClass($name);
    $methods = [];
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if ($method->getDeclaringClass()->getName() === $name) {
            $methods[$method->getName()] = [$method->isStatic(), $method->isFinal(), signature($method)];
        }
    }
    ksort($methods);
    $properties = array_map(fn ($property) => $property->getName(), $class->getProperties(ReflectionProperty::IS_PUBLIC));
    $seen['classes'][$name] = [
        'final' => $class->isFinal(),
        'parent' => $class->getParentClass() ? $class->getParentClass()->getName() : null,
        'properties' => $properties,
        'methods' => $methods,
    ];
}
foreach ($seen as &$names) {
    ksort($names);
}
echo json_encode($seen);
