<?php
$constants = array_filter(get_defined_constants(), fn ($name) => strpos($name, 'GEARMAN_') === 0, ARRAY_FILTER_USE_KEY);
ksort($constants);
foreach ($constants as $name => $value) {
    show($name, $value);
}
