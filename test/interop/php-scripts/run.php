<?php
// Runs scripts one after the other: php run.php FOLDER PORT PORT PORT SCRIPT…, with two servers' ports and one where nothing
// listens. Uses the extension, or the drop-in where DROP_IN names it. Prints a line of JSON for each: its name, what it said.
error_reporting(E_ALL);
$dropIn = getenv('DROP_IN');
if ($dropIn !== false) {
    require $dropIn;
}
if (extension_loaded('gearman') === ($dropIn !== false)) {
    exit('The extension is ' . ($dropIn === false ? "missing\n" : "there\n"));
}
[, $folder, $port, $second, $dead] = $argv;
define('FOLDER', $folder);
define('PORT', (int) $port);
define('SECOND', (int) $second);
define('DEAD', (int) $dead);
define('ABILITY', word());
$processes = [];
require __DIR__ . '/prelude.php';
set_error_handler(function (int $level, string $text): bool {
    if (error_reporting() & $level) {
        echo $level === E_WARNING || $level === E_USER_WARNING ? 'warning' : "error $level", ": $text\n";
    }
    return true;
});

/** Ends a script that does not end, and with it the others: forking one for each would take most of the time. */
const PATIENCE = 20;

function word(): string
{
    return '~' . bin2hex(random_bytes(6)) . '~';
}

/** What a script said, without what differs from run to run. */
function comparable(string $said): string
{
    $said = preg_replace('/ -> \S+ pid\(\d+\)/', ' -> …', $said);
    $said = preg_replace('/pid\(\d+\)/', 'pid(…)', $said);
    $said = preg_replace('/~[0-9a-f]{12}~/', '', $said);
    foreach (['H' => '/\bH:[^\s:"]+:\d+/', 'UUID' => '/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/'] as $word => $pattern) {
        $known = [];
        $said = preg_replace_callback($pattern, function (array $found) use ($word, &$known): string {
            $known += [$found[0] => count($known) + 1];
            return "$word#" . $known[$found[0]];
        }, $said);
    }
    $ports = array_map(function (int $port): string {
        return "/\\b$port\\b/";
    }, [PORT, SECOND, DEAD]);
    return preg_replace($ports, ['PORT', 'SECOND', 'DEAD'], $said);
}

/** What a script prints. */
function said(string $script): string
{
    $GLOBALS['run'] = word();
    $GLOBALS['processes'] = [];
    ob_start();
    try {
        (static function () use ($script) {
            require $script;
        })();
    } catch (Throwable $thrown) {
        echo get_class($thrown), ' ', $thrown->getMessage(), "\n";
    }
    foreach ($GLOBALS['processes'] as $process) {
        posix_kill($process, SIGKILL);
        pcntl_waitpid($process, $status);
    }
    putenv('GEARMAN_SERVERS');
    return ob_get_clean();
}

for ($index = 0; $index < 3; $index++) {
    serve(abilities());
}
$workers = $processes;
foreach (array_slice($argv, 5) as $script) {
    pcntl_alarm(PATIENCE);
    echo json_encode([$script, comparable(said($script))], JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
foreach ($workers as $process) {
    posix_kill($process, SIGKILL);
}
