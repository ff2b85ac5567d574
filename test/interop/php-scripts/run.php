<?php
// Runs scripts, each in a process of its own: php run.php FOLDER PORT PORT PORT SCRIPT…, with two servers' ports and one where
// nothing listens. Uses the extension, or the drop-in where DROP_IN names it. Prints a JSON object: what each script said.
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
$processes = [];
require __DIR__ . '/prelude.php';
set_error_handler(function (int $level, string $text): bool {
    if (error_reporting() & $level) {
        echo $level === E_WARNING || $level === E_USER_WARNING ? 'warning' : "error $level", ": $text\n";
    }
    return true;
});

const AT_ONCE = 4;
const PATIENCE = 15;

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

function start(string $script): array
{
    $file = tempnam(FOLDER, 'script');
    $process = pcntl_fork();
    if ($process !== 0) {
        return [$process, $file, microtime(true) + PATIENCE];
    }
    define('RUN', '~' . bin2hex(random_bytes(6)) . '~');
    $output = fopen($file, 'w');
    ob_start(function (string $bytes) use ($output): string {
        fwrite($output, $bytes);
        return '';
    }, 1);
    try {
        (static function () use ($script) {
            require $script;
        })();
    } catch (Throwable $thrown) {
        echo get_class($thrown), ' ', $thrown->getMessage(), "\n";
    }
    foreach ($GLOBALS['processes'] as $other) {
        posix_kill($other, SIGKILL);
        pcntl_waitpid($other, $status);
    }
    ob_end_flush();
    exit(0);
}

$waiting = array_slice($argv, 5);
$running = [];
$said = [];
while ($waiting !== [] || $running !== []) {
    while ($waiting !== [] && count($running) < AT_ONCE) {
        $script = array_shift($waiting);
        $running[$script] = start($script);
    }
    foreach ($running as $script => [$process, $file, $end]) {
        $late = microtime(true) > $end;
        if ($late) {
            posix_kill($process, SIGKILL);
        }
        if (pcntl_waitpid($process, $status, $late ? 0 : WNOHANG) === 0) {
            continue;
        }
        $signal = pcntl_wifsignaled($status) ? pcntl_wtermsig($status) : 0;
        $said[$script] = comparable(file_get_contents($file))
            . ($late ? "(did not end)\n" : ($signal === 0 ? '' : "(killed by signal $signal)\n"));
        unset($running[$script]);
    }
    usleep(1000);
}
echo json_encode($said, JSON_INVALID_UTF8_SUBSTITUTE);
