<?php
show('bugs', gearman_bugreport());
foreach ([0, 1, 2, 3, 4, 5, 6, 100, -1] as $level) {
    show("level $level", gearman_verbose_name($level));
}
show('version', (bool) preg_match('/^1\.1\.20/', gearman_version()));
