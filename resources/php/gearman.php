<?php
/**
 * Gearman for PHP without an extension: one file, PHP 7.4 to 8.5, streams only.
 *
 * Defines what ext-gearman 2.1 defines, under the same names and with the same behaviour, where the extension is absent.
 * Where it is there, this file does nothing. Load it with `require`, or for a whole PHP with `auto_prepend_file`.
 *
 *   constants   GEARMAN_*, and GEARBENCH_DROP_IN: the version of this file
 *   classes     GearmanClient, GearmanWorker, GearmanTask, GearmanJob, GearmanException
 *   functions   gearman_client_create() and the rest
 *
 * All else is in the namespace Gearbench\DropIn and may change. Return codes, error texts and the order in which things
 * happen follow libgearman 1.1.20, which the extension is a thin layer over. What differs is told in docs/php-drop-in.md.
 *
 * Part of Gearbench, MIT licence.
 */

// Everything is declared inside of conditions: what stands outside of one, PHP declares before the first line runs.

// ------------------------------------------------------------------------------------------------------------ constants

namespace {
    if (!extension_loaded('gearman') && !class_exists('GearmanClient', false)) {
        define('GEARBENCH_DROP_IN', '0.1.0');

        foreach ([
            'GEARMAN_DEFAULT_TCP_HOST' => 'localhost', 'GEARMAN_DEFAULT_TCP_PORT' => 4730,
            'GEARMAN_DEFAULT_SOCKET_TIMEOUT' => 10, 'GEARMAN_DEFAULT_SOCKET_SEND_SIZE' => 32768,
            'GEARMAN_DEFAULT_SOCKET_RECV_SIZE' => 32768, 'GEARMAN_MAX_ERROR_SIZE' => 2048,
            'GEARMAN_PACKET_HEADER_SIZE' => 12, 'GEARMAN_JOB_HANDLE_SIZE' => 64, 'GEARMAN_OPTION_SIZE' => 64,
            'GEARMAN_UNIQUE_SIZE' => 64, 'GEARMAN_MAX_COMMAND_ARGS' => 8, 'GEARMAN_ARGS_BUFFER_SIZE' => 128,
            'GEARMAN_SEND_BUFFER_SIZE' => 8192, 'GEARMAN_RECV_BUFFER_SIZE' => 8192,
            'GEARMAN_WORKER_WAIT_TIMEOUT' => 10000, 'GEARMAN_SUCCESS' => 0, 'GEARMAN_IO_WAIT' => 1,
            'GEARMAN_SHUTDOWN' => 2, 'GEARMAN_SHUTDOWN_GRACEFUL' => 3, 'GEARMAN_ERRNO' => 4, 'GEARMAN_EVENT' => 5,
            'GEARMAN_TOO_MANY_ARGS' => 6, 'GEARMAN_NO_ACTIVE_FDS' => 7, 'GEARMAN_INVALID_MAGIC' => 8,
            'GEARMAN_INVALID_COMMAND' => 9, 'GEARMAN_INVALID_PACKET' => 10, 'GEARMAN_UNEXPECTED_PACKET' => 11,
            'GEARMAN_GETADDRINFO' => 12, 'GEARMAN_NO_SERVERS' => 13, 'GEARMAN_LOST_CONNECTION' => 14,
            'GEARMAN_MEMORY_ALLOCATION_FAILURE' => 15, 'GEARMAN_JOB_EXISTS' => 16, 'GEARMAN_JOB_QUEUE_FULL' => 17,
            'GEARMAN_SERVER_ERROR' => 18, 'GEARMAN_WORK_ERROR' => 19, 'GEARMAN_WORK_DATA' => 20,
            'GEARMAN_WORK_WARNING' => 21, 'GEARMAN_WORK_STATUS' => 22, 'GEARMAN_WORK_EXCEPTION' => 23,
            'GEARMAN_WORK_FAIL' => 24, 'GEARMAN_NOT_CONNECTED' => 25, 'GEARMAN_COULD_NOT_CONNECT' => 26,
            'GEARMAN_SEND_IN_PROGRESS' => 27, 'GEARMAN_RECV_IN_PROGRESS' => 28, 'GEARMAN_NOT_FLUSHING' => 29,
            'GEARMAN_DATA_TOO_LARGE' => 30, 'GEARMAN_INVALID_FUNCTION_NAME' => 31,
            'GEARMAN_INVALID_WORKER_FUNCTION' => 32, 'GEARMAN_NO_REGISTERED_FUNCTIONS' => 34, 'GEARMAN_NO_JOBS' => 35,
            'GEARMAN_ECHO_DATA_CORRUPTION' => 36, 'GEARMAN_NEED_WORKLOAD_FN' => 37, 'GEARMAN_PAUSE' => 38,
            'GEARMAN_UNKNOWN_STATE' => 39, 'GEARMAN_PTHREAD' => 40, 'GEARMAN_PIPE_EOF' => 41,
            'GEARMAN_QUEUE_ERROR' => 42, 'GEARMAN_FLUSH_DATA' => 43, 'GEARMAN_SEND_BUFFER_TOO_SMALL' => 44,
            'GEARMAN_IGNORE_PACKET' => 45, 'GEARMAN_UNKNOWN_OPTION' => 46, 'GEARMAN_TIMEOUT' => 47,
            'GEARMAN_MAX_RETURN' => 53, 'GEARMAN_VERBOSE_FATAL' => 1, 'GEARMAN_VERBOSE_ERROR' => 2,
            'GEARMAN_VERBOSE_INFO' => 3, 'GEARMAN_VERBOSE_DEBUG' => 4, 'GEARMAN_VERBOSE_CRAZY' => 5,
            'GEARMAN_VERBOSE_MAX' => 6, 'GEARMAN_NON_BLOCKING' => 0, 'GEARMAN_DONT_TRACK_PACKETS' => 1,
            'GEARMAN_CON_READY' => 0, 'GEARMAN_CON_PACKET_IN_USE' => 1, 'GEARMAN_CON_EXTERNAL_FD' => 2,
            'GEARMAN_CON_IGNORE_LOST_CONNECTION' => 3, 'GEARMAN_CON_CLOSE_AFTER_FLUSH' => 4,
            'GEARMAN_CON_SEND_STATE_NONE' => 0, 'GEARMAN_CON_RECV_STATE_READ_DATA' => 2, 'GEARMAN_COMMAND_TEXT' => 0,
            'GEARMAN_COMMAND_CAN_DO' => 1, 'GEARMAN_COMMAND_CANT_DO' => 2, 'GEARMAN_COMMAND_RESET_ABILITIES' => 3,
            'GEARMAN_COMMAND_PRE_SLEEP' => 4, 'GEARMAN_COMMAND_UNUSED' => 5, 'GEARMAN_COMMAND_NOOP' => 6,
            'GEARMAN_COMMAND_SUBMIT_JOB' => 7, 'GEARMAN_COMMAND_JOB_CREATED' => 8, 'GEARMAN_COMMAND_GRAB_JOB' => 9,
            'GEARMAN_COMMAND_NO_JOB' => 10, 'GEARMAN_COMMAND_JOB_ASSIGN' => 11, 'GEARMAN_COMMAND_WORK_STATUS' => 12,
            'GEARMAN_COMMAND_WORK_COMPLETE' => 13, 'GEARMAN_COMMAND_WORK_FAIL' => 14,
            'GEARMAN_COMMAND_GET_STATUS' => 15, 'GEARMAN_COMMAND_ECHO_REQ' => 16, 'GEARMAN_COMMAND_ECHO_RES' => 17,
            'GEARMAN_COMMAND_SUBMIT_JOB_BG' => 18, 'GEARMAN_COMMAND_ERROR' => 19, 'GEARMAN_COMMAND_STATUS_RES' => 20,
            'GEARMAN_COMMAND_SUBMIT_JOB_HIGH' => 21, 'GEARMAN_COMMAND_SET_CLIENT_ID' => 22,
            'GEARMAN_COMMAND_CAN_DO_TIMEOUT' => 23, 'GEARMAN_COMMAND_ALL_YOURS' => 24,
            'GEARMAN_COMMAND_WORK_EXCEPTION' => 25, 'GEARMAN_COMMAND_OPTION_REQ' => 26,
            'GEARMAN_COMMAND_OPTION_RES' => 27, 'GEARMAN_COMMAND_WORK_DATA' => 28,
            'GEARMAN_COMMAND_WORK_WARNING' => 29, 'GEARMAN_COMMAND_GRAB_JOB_UNIQ' => 30,
            'GEARMAN_COMMAND_JOB_ASSIGN_UNIQ' => 31, 'GEARMAN_COMMAND_SUBMIT_JOB_HIGH_BG' => 32,
            'GEARMAN_COMMAND_SUBMIT_JOB_LOW' => 33, 'GEARMAN_COMMAND_SUBMIT_JOB_LOW_BG' => 34,
            'GEARMAN_COMMAND_SUBMIT_JOB_SCHED' => 35, 'GEARMAN_COMMAND_SUBMIT_JOB_EPOCH' => 36,
            'GEARMAN_COMMAND_MAX' => 43, 'GEARMAN_TASK_STATE_NEW' => 0, 'GEARMAN_TASK_STATE_SUBMIT' => 1,
            'GEARMAN_TASK_STATE_WORKLOAD' => 2, 'GEARMAN_TASK_STATE_WORK' => 3, 'GEARMAN_TASK_STATE_CREATED' => 4,
            'GEARMAN_TASK_STATE_DATA' => 5, 'GEARMAN_TASK_STATE_WARNING' => 6, 'GEARMAN_TASK_STATE_STATUS' => 7,
            'GEARMAN_TASK_STATE_COMPLETE' => 8, 'GEARMAN_TASK_STATE_EXCEPTION' => 9, 'GEARMAN_TASK_STATE_FAIL' => 10,
            'GEARMAN_TASK_STATE_FINISHED' => 11, 'GEARMAN_JOB_PRIORITY_HIGH' => 0, 'GEARMAN_JOB_PRIORITY_NORMAL' => 1,
            'GEARMAN_JOB_PRIORITY_LOW' => 2, 'GEARMAN_JOB_PRIORITY_MAX' => 3, 'GEARMAN_CLIENT_ALLOCATED' => 1,
            'GEARMAN_CLIENT_NON_BLOCKING' => 2, 'GEARMAN_CLIENT_TASK_IN_USE' => 4,
            'GEARMAN_CLIENT_UNBUFFERED_RESULT' => 8, 'GEARMAN_CLIENT_NO_NEW' => 16, 'GEARMAN_CLIENT_FREE_TASKS' => 32,
            'GEARMAN_CLIENT_STATE_IDLE' => 0, 'GEARMAN_CLIENT_STATE_NEW' => 1, 'GEARMAN_CLIENT_STATE_SUBMIT' => 2,
            'GEARMAN_CLIENT_STATE_PACKET' => 3, 'GEARMAN_WORKER_ALLOCATED' => 1, 'GEARMAN_WORKER_NON_BLOCKING' => 2,
            'GEARMAN_WORKER_PACKET_INIT' => 4, 'GEARMAN_WORKER_GRAB_JOB_IN_USE' => 8,
            'GEARMAN_WORKER_PRE_SLEEP_IN_USE' => 16, 'GEARMAN_WORKER_WORK_JOB_IN_USE' => 32,
            'GEARMAN_WORKER_CHANGE' => 64, 'GEARMAN_WORKER_GRAB_UNIQ' => 128, 'GEARMAN_WORKER_TIMEOUT_RETURN' => 256,
            'GEARMAN_WORKER_STATE_START' => 0, 'GEARMAN_WORKER_STATE_FUNCTION_SEND' => 1,
            'GEARMAN_WORKER_STATE_CONNECT' => 2, 'GEARMAN_WORKER_STATE_GRAB_JOB_SEND' => 3,
            'GEARMAN_WORKER_STATE_GRAB_JOB_RECV' => 4, 'GEARMAN_WORKER_STATE_PRE_SLEEP' => 5,
        ] as $gearbenchName => $gearbenchValue) {
            define($gearbenchName, $gearbenchValue);
        }
        unset($gearbenchName, $gearbenchValue);
    }
}

// ------------------------------------------------------------------------------------------------------------ internals

namespace Gearbench\DropIn {
    if (\defined('GEARBENCH_DROP_IN') && !\class_exists(Peer::class, false)) {

        /** What libgearman knows and the extension has no constant for. */
        final class Code
        {
            // Return codes.
            public const NO_REGISTERED_FUNCTION = 33;
            public const ARGUMENT_TOO_LARGE = 48;
            public const INVALID_ARGUMENT = 49;
            public const INVALID_SERVER_OPTION = 51;

            // Packet types.
            public const GRAB_JOB_ALL = 39;
            public const JOB_ASSIGN_ALL = 40;
            public const GET_STATUS_UNIQUE = 41;
            public const STATUS_RES_UNIQUE = 42;

            // Options.
            public const CLIENT_GENERATE_UNIQUE = 64;
            public const CLIENT_EXCEPTION = 128;
            public const CLIENT_SSL = 256;
            public const WORKER_GRAB_ALL = 512;
            public const WORKER_SSL = 1024;
            public const WORKER_IDENTIFIER = 2048;

            // Limits, in bytes.
            public const FUNCTION_MAX_SIZE = 512;
            public const MAX_IDENTIFIER = 254;

            private const NAMES = [
                'SUCCESS', 'IO_WAIT', 'SHUTDOWN', 'SHUTDOWN_GRACEFUL', 'ERRNO', 'EVENT', 'TOO_MANY_ARGS', 'NO_ACTIVE_FDS',
                'INVALID_MAGIC', 'INVALID_COMMAND', 'INVALID_PACKET', 'UNEXPECTED_PACKET', 'GETADDRINFO', 'NO_SERVERS',
                'LOST_CONNECTION', 'MEMORY_ALLOCATION_FAILURE', 'JOB_EXISTS', 'JOB_QUEUE_FULL', 'SERVER_ERROR', 'WORK_ERROR',
                'WORK_DATA', 'WORK_WARNING', 'WORK_STATUS', 'WORK_EXCEPTION', 'WORK_FAIL', 'NOT_CONNECTED',
                'COULD_NOT_CONNECT', 'SEND_IN_PROGRESS', 'RECV_IN_PROGRESS', 'NOT_FLUSHING', 'DATA_TOO_LARGE',
                'INVALID_FUNCTION_NAME', 'INVALID_WORKER_FUNCTION', 'NO_REGISTERED_FUNCTION', 'NO_REGISTERED_FUNCTIONS',
                'NO_JOBS', 'ECHO_DATA_CORRUPTION', 'NEED_WORKLOAD_FN', 'PAUSE', 'UNKNOWN_STATE', 'PTHREAD', 'PIPE_EOF',
                'QUEUE_ERROR', 'FLUSH_DATA', 'SEND_BUFFER_TOO_SMALL', 'IGNORE_PACKET', 'UNKNOWN_OPTION', 'TIMEOUT',
                'ARGUMENT_TOO_LARGE', 'INVALID_ARGUMENT', 'IN_PROGRESS', 'INVALID_SERVER_OPTION', 'JOB_NOT_FOUND',
            ];

            /** Names that stand in an unexpected_packet error. */
            private const PACKETS = [
                'TEXT', 'CAN_DO', 'CANT_DO', 'RESET_ABILITIES', 'PRE_SLEEP', 'UNUSED', 'NOOP', 'SUBMIT_JOB', 'JOB_CREATED',
                'GRAB_JOB', 'NO_JOB', 'JOB_ASSIGN', 'WORK_STATUS', 'WORK_COMPLETE', 'WORK_FAIL', 'GET_STATUS', 'ECHO_REQ',
                'ECHO_RES', 'SUBMIT_JOB_BG', 'ERROR', 'STATUS_RES', 'SUBMIT_JOB_HIGH', 'SET_CLIENT_ID', 'CAN_DO_TIMEOUT',
                'ALL_YOURS', 'WORK_EXCEPTION', 'OPTION_REQ', 'OPTION_RES', 'WORK_DATA', 'WORK_WARNING', 'GRAB_JOB_UNIQ',
                'JOB_ASSIGN_UNIQ', 'SUBMIT_JOB_HIGH_BG', 'SUBMIT_JOB_LOW', 'SUBMIT_JOB_LOW_BG', 'SUBMIT_JOB_SCHED',
                'SUBMIT_JOB_EPOCH', 'SUBMIT_REDUCE_JOB', 'SUBMIT_REDUCE_JOB_BACKGROUND', 'GRAB_JOB_ALL', 'JOB_ASSIGN_ALL',
                'GET_STATUS_UNIQUE', 'STATUS_RES_UNIQUE',
            ];

            public static function name(int $code): string
            {
                return 'GEARMAN_' . (self::NAMES[$code] ?? 'MAX_RETURN');
            }

            /** What a server's ERROR packet means, by its first argument. */
            public static function ofServer(string $name, int $otherwise): int
            {
                $code = \array_search($name, self::NAMES, true);
                return $code === false ? $otherwise : $code;
            }

            public static function packet(int $type): string
            {
                return 'GEARMAN_' . (self::PACKETS[$type] ?? 'UNUSED');
            }
        }

        /** A packet as it is sent (docs/protocol.md, section 1). */
        function packet(int $type, string $body = ''): string
        {
            return "\0REQ" . \pack('NN', $type, \strlen($body)) . $body;
        }

        /** What a C string keeps of these bytes. */
        function cString(string $bytes): string
        {
            $end = \strpos($bytes, "\0");
            return $end === false ? $bytes : \substr($bytes, 0, $end);
        }

        /** Warns as the extension does, in the name of the function or method that was called from outside of this file. */
        function warn(?string $text): void
        {
            $name = '';
            foreach (\debug_backtrace(\DEBUG_BACKTRACE_IGNORE_ARGS) as $frame) {
                $name = (isset($frame['class']) ? $frame['class'] . '::' : '') . $frame['function'];
                if (($frame['file'] ?? '') !== __FILE__) {
                    break;
                }
            }
            \trigger_error($name . '(): ' . ($text ?? '(null)'), \E_USER_WARNING);
        }

        /** A unique ID for a job that was given none. Fresh from the system each time: a fork must not repeat it. */
        function uuid(): string
        {
            $hex = \bin2hex(\random_bytes(16));
            return \substr($hex, 0, 8) . '-' . \substr($hex, 8, 4) . '-4' . \substr($hex, 13, 3) . '-a' . \substr($hex, 17, 3)
                . '-' . \substr($hex, 20);
        }

        /** The unique ID that stands for the workload: libgearman's hash of it (Murmur3, the length in the seed). */
        function hashOf(string $workload): string
        {
            $times = static function (int $a, int $b): int {
                return (($a & 0xffff) * $b + (((($a >> 16) * $b) & 0xffff) << 16)) & 0xffffffff;
            };
            $rotated = static function (int $a, int $by): int {
                return (($a << $by) | ($a >> (32 - $by))) & 0xffffffff;
            };
            $mixed = static function (int $k) use ($times, $rotated): int {
                return $times($rotated($times($k, 0xcc9e2d51), 15), 0x1b873593);
            };
            $length = \strlen($workload);
            $hash = $times(0xdeadbeef, $length);
            foreach (\unpack('V*', \substr($workload, 0, $length & ~3)) ?: [] as $block) {
                $hash = ($times($rotated($hash ^ $mixed($block), 13), 5) + 0xe6546b64) & 0xffffffff;
            }
            if ($length & 3) {
                $hash ^= $mixed(\unpack('V', \str_pad(\substr($workload, $length & ~3), 4, "\0"))[1]);
            }
            $hash ^= $length;
            $hash = $times($hash ^ ($hash >> 16), 0x85ebca6b);
            $hash = $times($hash ^ ($hash >> 13), 0xc2b2ae35);
            return (string) ($hash ^ ($hash >> 16));
        }

        /**
         * A connection to a job server: what is to be sent, what came, and the tasks that wait on it.
         *
         * The stream blocks, with the peer's time-out, while one answer is waited for: that is a single call of the system's
         * poll and one of its recv. It does not block while tasks run side by side, so that reading goes on when a write cannot.
         */
        final class Connection
        {
            public const READ = 1;
            public const WRITE = 4;

            /** Bytes that are gathered before they are sent, and that are read at once. */
            private const BLOCK = 65536;
            private const SMALL_READ = 8192;
            private const LARGE_READ = 1048576;

            /** The server that was added before this one: the newest is asked first. */
            public ?Connection $next = null;
            /** What wait() has to wait for, and what it found. */
            public int $events = 0;
            public int $found = 0;
            /** Something was found, and nobody has looked at it yet. */
            public bool $isReady = false;

            /** A write has begun and could not be finished. */
            public bool $sending = false;
            /** The server could not be reached since the tasks began to run. */
            public bool $refused = false;
            /** The task whose packet is being sent. */
            public ?Task $sent = null;
            /** @var array<int, Task> Tasks that wait for JOB_CREATED, in the order in which they were sent. */
            public array $submitted = [];
            /** @var list<Task> Those of them whose packets are still in memory. */
            public array $unsent = [];
            /** @var array<string, list<Task>> Unfinished tasks by their job's handle. */
            public array $handles = [];

            /** The packet that came last: its type, its first argument, and what follows it. */
            public int $type = 0;
            public string $first = '';
            public string $rest = '';
            private bool $hasZero = false;
            /** Whether the rest is data for the application, and how much of it recvData() has handed out. */
            public bool $hasData = false;
            public int $taken = 0;
            /** An application that wants the data piece by piece has left some. */
            public bool $isUnread = false;

            private Peer $peer;
            private string $host;
            private int $port;
            /** @var resource|null */
            private $stream = null;
            private bool $blocks = true;
            private int $timeout = -1;
            private bool $identified = false;
            private bool $optionsSent = false;
            private string $out = '';
            private string $in = '';
            private int $at = 0;
            /** The server closed its side, or the connection broke. */
            private bool $ended = false;
            /** The last read took all that was there. */
            private bool $isDrained = false;
            /** What PHP told last about a stream, and what hears it: nobody else's handler is to be bothered with that. */
            private static string $notice = '';
            private static ?\Closure $listener = null;

            public function __construct(Peer $peer, string $host, int $port)
            {
                $this->peer = $peer;
                $this->host = $host;
                $this->port = $port;
                self::$listener = self::$listener ?? static function (int $level, string $text): bool {
                    self::$notice = $text;
                    return true;
                };
            }

            public function copyFor(Peer $peer): self
            {
                return new self($peer, $this->host, $this->port);
            }

            public function __toString(): string
            {
                return "$this->host:$this->port";
            }

            /** @return resource|null */
            public function stream()
            {
                return $this->stream;
            }

            /** Whether the host has an address. Returns a code. */
            public function lookup(): int
            {
                $host = \trim($this->host, '[]');
                if ($host === 'localhost' || \filter_var($host, \FILTER_VALIDATE_IP) || \gethostbynamel($host)) {
                    return \GEARMAN_SUCCESS;
                }
                // gethostbynamel() knows no IPv6, and does not tell what was wrong.
                \set_error_handler(self::$listener);
                $stream = \stream_socket_client(
                    "tcp://$this",
                    $number,
                    $text,
                    1,
                    \STREAM_CLIENT_CONNECT | \STREAM_CLIENT_ASYNC_CONNECT
                );
                \restore_error_handler();
                if ($stream !== false) {
                    \fclose($stream);
                    return \GEARMAN_SUCCESS;
                }
                if (\strpos($text, 'getaddrinfo') === false) {
                    return \GEARMAN_SUCCESS;
                }
                $reason = \substr($text, \strrpos($text, ': ') + 2);
                if ($reason === 'Temporary failure in name resolution') {
                    return $this->peer->fail(\GEARMAN_TIMEOUT, 'lookup', "Nameserver timed out while looking up $this");
                }
                return $this->peer->failPlainly(\GEARMAN_GETADDRINFO, "$this getaddrinfo:$reason");
            }

            /**
             * Sends a packet, after what a new connection has to be told first. Without `$flush` it may stay in memory, until
             * there is more. Connects where there is no connection. Returns a code.
             */
            public function send(string $packet, bool $flush): int
            {
                if (!$this->identified && ($code = $this->identify()) !== \GEARMAN_SUCCESS) {
                    return $code;
                }
                if (!$this->optionsSent) {
                    foreach ($this->peer->serverOptions as $option => $unused) {
                        $code = $this->peer->blocking(function () use ($option): int {
                            return $this->setOption((string) $option);
                        });
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                    }
                    $this->optionsSent = true;
                }
                return $this->write($packet, $flush);
            }

            private function setOption(string $option): int
            {
                $code = $this->write(packet(\GEARMAN_COMMAND_OPTION_REQ, $option), true);
                if ($code !== \GEARMAN_SUCCESS) {
                    return $code;
                }
                $code = $this->receive();
                return $code === \GEARMAN_SUCCESS ? $this->peer->isOptionSet($this) : $code;
            }

            /** Tells the server the peer's name, where it has one. Returns a code. */
            public function identify(): int
            {
                $this->identified = true;
                if ($this->peer->identifier === '') {
                    return \GEARMAN_SUCCESS;
                }
                $packet = packet(\GEARMAN_COMMAND_SET_CLIENT_ID, $this->peer->identifier);
                $code = $this->peer->blocking(function () use ($packet): int {
                    return $this->send($packet, true);
                });
                $this->identified = $code === \GEARMAN_SUCCESS;
                return $code;
            }

            private function write(string $packet, bool $flush): int
            {
                if (!$this->sending) {
                    $this->peer->resetError();
                    $this->out .= $packet;
                    if (!$flush && \strlen($this->out) < self::BLOCK) {
                        return \GEARMAN_SUCCESS;
                    }
                }
                return $this->flush();
            }

            /** Sends what is waiting. Returns a code. */
            public function flush(): int
            {
                if ($this->out === '') {
                    $this->sending = false;
                    return \GEARMAN_SUCCESS;
                }
                if ($this->stream === null && ($code = $this->connect()) !== \GEARMAN_SUCCESS) {
                    return $code;
                }
                if ($this->blocks === $this->peer->nonBlocking || $this->timeout !== $this->peer->timeout) {
                    $this->configure();
                }
                $length = \strlen($this->out);
                $done = 0;
                while ($done < $length) {
                    \set_error_handler(self::$listener);
                    $written = \fwrite($this->stream, $done === 0 ? $this->out : \substr($this->out, $done));
                    \restore_error_handler();
                    if (!$written) {
                        $this->out = (string) \substr($this->out, $done);
                        return $this->notWritten($written === false);
                    }
                    $done += $written;
                }
                $this->out = '';
                $this->unsent = [];
                $this->sending = false;
                return \GEARMAN_SUCCESS;
            }

            public function hasUnsent(): bool
            {
                return $this->out !== '';
            }

            public function isOpen(): bool
            {
                return $this->stream !== null;
            }

            private function notWritten(bool $failed): int
            {
                [$number, $text] = $failed ? $this->systemError() : [0, ''];
                if ($number !== 0 && $number !== 11 && $number !== 35 && $number !== 10035) {
                    return $this->lost('flush', $number, $text, 'lost connection to server during send', 'send');
                }
                if (!$this->peer->nonBlocking) {
                    return $this->peer->timedOut(1);
                }
                $this->sending = true;
                $this->events |= self::WRITE;
                return $this->peer->code = \GEARMAN_IO_WAIT;
            }

            private function connect(): int
            {
                $timeout = $this->peer->timeout;
                $host = \strpos($this->host, ':') !== false && $this->host[0] !== '[' ? "[$this->host]" : $this->host;
                \set_error_handler(self::$listener);
                $stream = \stream_socket_client(
                    "tcp://$host:$this->port",
                    $number,
                    $text,
                    $timeout < 0 ? 86400 : \max($timeout, 1) / 1000,
                    \STREAM_CLIENT_CONNECT,
                    // Else the system holds a small packet back until the one before it is acknowledged.
                    \stream_context_create(['socket' => ['tcp_nodelay' => true]])
                );
                \restore_error_handler();
                if ($stream === false) {
                    $this->out = '';
                    $this->events = 0;
                    $this->submitted = [];
                    return $this->peer->fail(
                        \GEARMAN_COULD_NOT_CONNECT,
                        'flush',
                        "Connection to $this->host:$this->port failed"
                    );
                }
                \stream_set_read_buffer($stream, 0);
                \stream_set_write_buffer($stream, 0);
                $this->stream = $stream;
                $this->blocks = true;
                $this->timeout = -2;
                return \GEARMAN_SUCCESS;
            }

            /** Makes the stream block or not, and for as long, as the peer wants. */
            private function configure(): void
            {
                if ($this->blocks === $this->peer->nonBlocking) {
                    $this->blocks = !$this->peer->nonBlocking;
                    \stream_set_blocking($this->stream, $this->blocks);
                }
                if ($this->timeout !== $this->peer->timeout) {
                    $this->timeout = $this->peer->timeout;
                    if ($this->timeout < 0) {
                        \stream_set_timeout($this->stream, 86400);
                    } else {
                        \stream_set_timeout($this->stream, \intdiv($this->timeout, 1000), $this->timeout % 1000 * 1000);
                    }
                }
            }

            /** Takes the next packet, and waits for it where the peer may block. Returns a code. */
            public function receive(): int
            {
                while (!$this->parse()) {
                    if ($this->stream === null) {
                        return $this->peer->code === \GEARMAN_INVALID_MAGIC
                            ? \GEARMAN_INVALID_MAGIC
                            : $this->peer->fail(\GEARMAN_NOT_CONNECTED, 'receiving', 'not connected');
                    }
                    $code = $this->read();
                    if ($code !== \GEARMAN_SUCCESS) {
                        return $code;
                    }
                }
                return \GEARMAN_SUCCESS;
            }

            /** Whether a whole packet was there. */
            private function parse(): bool
            {
                $have = \strlen($this->in) - $this->at;
                if ($have < 12) {
                    return false;
                }
                $header = \unpack('Nmagic/Ntype/Nsize', $this->in, $this->at);
                if ($header['magic'] !== 0x00524553) {
                    $this->close();
                    $this->peer->fail(\GEARMAN_INVALID_MAGIC, 'gearman_packet_unpack_header', 'invalid magic value');
                    return false;
                }
                $size = $header['size'];
                if ($have < 12 + $size) {
                    $this->peer->code = \GEARMAN_IO_WAIT;
                    return false;
                }
                $start = $this->at + 12;
                $end = $start + $size;
                $this->type = $type = $header['type'];
                $this->hasData = $type === \GEARMAN_COMMAND_WORK_COMPLETE || $type === \GEARMAN_COMMAND_WORK_DATA
                    || $type === \GEARMAN_COMMAND_WORK_WARNING || $type === \GEARMAN_COMMAND_WORK_EXCEPTION;
                $this->taken = 0;
                $zero = $size === 0 ? false : \strpos($this->in, "\0", $start);
                if ($zero === false || $zero >= $end) {
                    $this->first = (string) \substr($this->in, $start, $size);
                    $this->rest = '';
                    $this->hasZero = false;
                } else {
                    $this->hasZero = true;
                    $this->first = \substr($this->in, $start, $zero - $start);
                    $this->rest = (string) \substr($this->in, $zero + 1, $end - $zero - 1);
                }
                if ($have === 12 + $size) {
                    $this->in = '';
                    $this->at = 0;
                } else {
                    $this->at = $end;
                }
                return true;
            }

            /** Reads what there is, and waits for it where the peer may block. Returns a code. */
            private function read(): int
            {
                if ($this->ended) {
                    return $this->endOfFile();
                }
                $peer = $this->peer;
                if ($this->isDrained && $peer->nonBlocking) {
                    $this->isDrained = false;
                    $this->events |= self::READ;
                    return $peer->code = \GEARMAN_IO_WAIT;
                }
                if ($this->blocks === $peer->nonBlocking || $this->timeout !== $peer->timeout) {
                    $this->configure();
                }
                if (!$peer->nonBlocking) {
                    $this->events |= self::READ;
                    if ($peer->timeout === 0 && !$this->isReadable()) {
                        return $peer->timedOut($peer->waiting());
                    }
                }
                $code = $this->fill();
                if ($code === \GEARMAN_IO_WAIT) {
                    $this->events |= self::READ;
                    return $peer->nonBlocking ? $peer->code = $code : $peer->timedOut($peer->waiting());
                }
                if ($code === \GEARMAN_SUCCESS && !$peer->nonBlocking) {
                    $this->events &= ~self::READ;
                    $this->found = self::READ;
                    $this->isReady = true;
                }
                return $code;
            }

            private function isReadable(): bool
            {
                $read = [$this->stream];
                $write = $except = null;
                return @\stream_select($read, $write, $except, 0) === 1;
            }

            /** Reads once into memory. Returns IO_WAIT where nothing came. */
            private function fill(): int
            {
                if ($this->at > 0) {
                    $this->in = (string) \substr($this->in, $this->at);
                    $this->at = 0;
                }
                $bytes = $this->readOnce($this->in === '' ? self::SMALL_READ : $this->missing());
                if ($bytes === '') {
                    return $this->ended ? $this->endOfFile() : \GEARMAN_IO_WAIT;
                }
                if ($this->in === '') {
                    $this->in = $bytes;
                } else {
                    $this->in .= $bytes;
                }
                return \GEARMAN_SUCCESS;
            }

            /** The bytes that came; none where none came in time, and at the end, which is kept in mind. */
            private function readOnce(int $length): string
            {
                do {
                    \set_error_handler(self::$listener);
                    self::$notice = '';
                    $bytes = \fread($this->stream, $length);
                    \restore_error_handler();
                    if ($bytes !== false && $bytes !== '') {
                        $this->isDrained = \strlen($bytes) < $length;
                        return $bytes;
                    }
                    $this->ended = self::$notice !== '' || \stream_get_meta_data($this->stream)['eof'];
                    // Without a time-out the stream gives up after a day.
                } while (!$this->ended && $this->blocks && $this->timeout < 0);
                return '';
            }

            /** How much to ask for when a packet is there in part. */
            private function missing(): int
            {
                if (\strlen($this->in) < 12) {
                    return self::SMALL_READ;
                }
                $missing = 12 + \unpack('N', $this->in, 8)[1] - \strlen($this->in);
                return \max(self::SMALL_READ, \min($missing, self::LARGE_READ));
            }

            /** Whether a whole packet, or the end, was read and not looked at. */
            public function hasRead(): bool
            {
                $have = \strlen($this->in) - $this->at;
                return $this->ended || ($have >= 12 && $have >= 12 + \unpack('N', $this->in, $this->at + 8)[1]);
            }

            /** Waits by reading, which takes less than asking first whether there is something to read. */
            public function waitAndFill(): int
            {
                if ($this->hasRead()) {
                    return \GEARMAN_SUCCESS;
                }
                $nonBlocking = $this->peer->nonBlocking;
                $this->peer->nonBlocking = false;
                if (!$this->blocks || $this->timeout !== $this->peer->timeout) {
                    $this->configure();
                }
                $this->peer->nonBlocking = $nonBlocking;
                $bytes = $this->readOnce(self::SMALL_READ);
                if ($bytes === '') {
                    return $this->ended ? \GEARMAN_SUCCESS : \GEARMAN_IO_WAIT;
                }
                if ($this->at === \strlen($this->in)) {
                    $this->in = $bytes;
                    $this->at = 0;
                } else {
                    $this->in .= $bytes;
                }
                return \GEARMAN_SUCCESS;
            }

            private function endOfFile(): int
            {
                if (self::$notice !== '') {
                    [$number, $text] = $this->systemError();
                    return $this->lost('recv_socket', $number, $text, 'lost connection to server during read', 'recv');
                }
                $this->close();
                return $this->peer->fail(
                    \GEARMAN_LOST_CONNECTION,
                    'recv_socket',
                    'lost connection to server (EOF)'
                );
            }

            private function lost(string $function, int $number, string $text, string $lost, string $otherwise): int
            {
                $this->close();
                // EPIPE, ECONNRESET and EHOSTDOWN: of Linux, of macOS and the BSDs, of Windows.
                $isLost = \in_array($number, [32, 104, 112, 54, 64, 10053, 10054, 10064], true);
                return $this->peer->failBySystem(
                    $isLost ? \GEARMAN_LOST_CONNECTION : \GEARMAN_ERRNO,
                    $number,
                    "$function($text) " . ($isLost ? $lost : $otherwise)
                );
            }

            /** @return array{int, string} Number and text of the error that PHP has just told in a notice. */
            private function systemError(): array
            {
                $told = self::$notice;
                self::$notice = '';
                return \preg_match('/errno=(\d+) (.*)/', $told, $found) ? [(int) $found[1], $found[2]] : [0, $told];
            }

            /** What a task's data() gives: the data of the packet that came last. */
            public function data(): string
            {
                return $this->hasData ? $this->rest : '';
            }

            /** Hands out more of the data, for an application that wants it piece by piece. */
            public function take(int $length): string
            {
                $data = $this->hasData ? (string) \substr($this->rest, $this->taken, $length) : '';
                $this->taken += \strlen($data);
                return $data;
            }

            /** The packet's bytes, where it has no arguments. */
            public function whole(): string
            {
                return $this->hasZero ? $this->first . "\0" . $this->rest : $this->first;
            }

            /** Forgets the packet. */
            public function release(): void
            {
                $this->hasData = false;
                $this->rest = '';
            }

            /** The task that JOB_CREATED answers, if it is still wanted. */
            public function takeSubmitted(): ?Task
            {
                $key = \key($this->submitted);
                if ($key === null) {
                    return null;
                }
                $task = $this->submitted[$key];
                unset($this->submitted[$key]);
                if ($this->submitted === []) {
                    $this->submitted = [];
                }
                return $task->state === Task::FREED ? null : $task;
            }

            public function forgetSubmitted(Task $task): void
            {
                $key = \array_search($task, $this->submitted, true);
                if ($key !== false) {
                    unset($this->submitted[$key]);
                }
            }

            /** From now on packets about this job are for this task, before older ones. */
            public function expect(Task $task): void
            {
                $this->handles[$task->handle][] = $task;
            }

            public function dismiss(Task $task): void
            {
                $key = \array_search($task, $this->handles[$task->handle] ?? [], true);
                if ($key === false) {
                    return;
                }
                unset($this->handles[$task->handle][$key]);
                if ($this->handles[$task->handle] === []) {
                    unset($this->handles[$task->handle]);
                }
            }

            /** Closes and forgets what was on its way. The next packet connects again. */
            public function close(): void
            {
                if ($this->stream !== null) {
                    @\fclose($this->stream);
                    $this->stream = null;
                }
                $this->events = $this->found = $this->at = 0;
                $this->out = $this->in = '';
                $this->sending = $this->optionsSent = $this->identified = $this->ended = $this->isDrained = false;
                $this->isReady = $this->isUnread = false;
                $this->sent = null;
                $this->submitted = $this->unsent = $this->handles = [];
            }
        }

        /** What client and worker share: the list of servers, the settings, the last error, and waiting. */
        abstract class Peer
        {
            /** The newest of the servers, which lead to the older ones. */
            public ?Connection $first = null;
            /** The last error: its code, its text, and the number of the system's error behind it. */
            public int $code = \GEARMAN_SUCCESS;
            public int $errno = 0;
            private string $text = '';

            /** Time that may pass without anything coming, ms; for ever below 0. */
            public int $timeout = -1;
            public bool $nonBlocking = false;
            public string $identifier = '';
            /** @var array<string, true> Options that every new connection asks for. */
            public array $serverOptions = [];
            /** What stands in the text of a time-out. A worker of libgearman has a pipe to wake it. */
            protected string $pipe = 'false';

            public function __construct()
            {
                $servers = \getenv('GEARMAN_SERVERS');
                if ($servers !== false && $this->addServers($servers) !== \GEARMAN_SUCCESS) {
                    throw new \GearmanException('Memory allocation failure');
                }
            }

            public function addServer(?string $host, int $port): int
            {
                $host = cString($host ?? '');
                $port &= 0xffff;
                $added = new Connection(
                    $this,
                    $host === '' ? \GEARMAN_DEFAULT_TCP_HOST : $host,
                    $port === 0 ? \GEARMAN_DEFAULT_TCP_PORT : $port
                );
                $code = $added->lookup();
                if ($code === \GEARMAN_SUCCESS) {
                    $added->next = $this->first;
                    $this->first = $added;
                }
                return $code;
            }

            /** Adds servers from a list such as `one:4730,two`. */
            public function addServers(?string $servers): int
            {
                foreach (\explode(',', cString($servers ?? '')) as $server) {
                    [$host, $port] = \explode(':', $server, 2) + [1 => '0'];
                    $code = $this->addServer($host, (int) $port);
                    if ($code !== \GEARMAN_SUCCESS) {
                        return $code;
                    }
                }
                return \GEARMAN_SUCCESS;
            }

            /** Adds the servers of another. */
            public function useServersOf(Peer $other): void
            {
                for ($con = $other->first; $con !== null; $con = $con->next) {
                    $copy = $con->copyFor($this);
                    $copy->next = $this->first;
                    $this->first = $copy;
                }
            }

            // Errors.

            public function error(): ?string
            {
                if ($this->code === \GEARMAN_SUCCESS) {
                    return null;
                }
                return $this->text === '' || $this->code === \GEARMAN_UNKNOWN_STATE ? Code::name($this->code) : $this->text;
            }

            public function resetError(): void
            {
                $this->code = \GEARMAN_UNKNOWN_STATE;
                $this->text = '';
                $this->errno = 0;
            }

            /** Keeps an error with the text that libgearman gives it. Returns its code. */
            public function fail(int $code, string $function, string $text): int
            {
                switch ($code) {
                    case \GEARMAN_IO_WAIT:
                    case Code::INVALID_SERVER_OPTION:
                    case \GEARMAN_WORK_EXCEPTION:
                    case \GEARMAN_WORK_FAIL:
                    case \GEARMAN_SHUTDOWN:
                    case \GEARMAN_SHUTDOWN_GRACEFUL:
                        return $this->code = $code;
                }
                return $this->failBySystem($code, 0, $function . '(' . Code::name($code) . ") $text");
            }

            public function failBySystem(int $code, int $errno, string $text): int
            {
                // Where libgearman names its line, there is this file.
                $code = $this->failPlainly($code, $text . ' -> ' . \basename(__FILE__) . ':');
                $this->errno = $errno;
                return $code;
            }

            public function failPlainly(int $code, string $text): int
            {
                $this->code = $code;
                $this->text = $text . ' pid(' . \getmypid() . ')';
                $this->errno = 0;
                return $code;
            }

            public function timedOut(int $servers): int
            {
                return $this->fail(
                    \GEARMAN_TIMEOUT,
                    'gearman_wait',
                    "timeout reached, $servers servers were poll(), no servers were available, pipe:$this->pipe"
                );
            }

            // Waiting.

            /** How many servers something is waited for from. */
            public function waiting(): int
            {
                $count = 0;
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    $count += $con->events === 0 ? 0 : 1;
                }
                return $count;
            }

            /** Waits until a server can be read from or written to that something is waited for from. Returns a code. */
            public function wait(): int
            {
                $count = $this->waiting();
                if ($count === 0) {
                    return $this->fail(\GEARMAN_NO_ACTIVE_FDS, 'gearman_wait', 'no active file descriptors');
                }
                if ($this->timeout === 0) {
                    return $this->timedOut($count);
                }
                if ($count === 1) {
                    for ($con = $this->first; $con->events === 0; $con = $con->next) {
                    }
                    if ($con->events === Connection::READ) {
                        do {
                            $code = $con->waitAndFill();
                        } while ($code !== \GEARMAN_SUCCESS && $this->timeout < 0);
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $this->timedOut(1);
                        }
                        $con->events = 0;
                        $con->found = Connection::READ;
                        $con->isReady = true;
                        return \GEARMAN_SUCCESS;
                    }
                }
                return $this->select($count);
            }

            private function select(int $count): int
            {
                if ($this->foundEarly()) {
                    return \GEARMAN_SUCCESS;
                }
                $end = $this->timeout < 0 ? \INF : \microtime(true) + $this->timeout / 1000;
                do {
                    $read = $write = [];
                    $except = null;
                    for ($con = $this->first; $con !== null; $con = $con->next) {
                        if ($con->events & Connection::READ) {
                            $read[] = $con->stream();
                        }
                        if ($con->events & Connection::WRITE) {
                            $write[] = $con->stream();
                        }
                    }
                    $left = $end === \INF ? 86400 : \max(0, $end - \microtime(true));
                    // Whole microseconds, and one more: else it would come back a moment too soon, and again.
                    $found = @\stream_select($read, $write, $except, (int) $left, (int) (\fmod($left, 1) * 1e6) + 1);
                    // False where a signal came.
                } while ($found === false || ($found === 0 && \microtime(true) < $end));
                if ($found === 0) {
                    return $this->timedOut($count);
                }
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    if ($con->events !== 0) {
                        $stream = $con->stream();
                        $con->found = (\in_array($stream, $read, true) ? Connection::READ : 0)
                            | (\in_array($stream, $write, true) ? Connection::WRITE : 0);
                        $con->events &= ~$con->found;
                        $con->isReady = $con->isReady || $con->found !== 0;
                    }
                }
                return \GEARMAN_SUCCESS;
            }

            /** Whether something that was read before is still to be looked at. */
            private function foundEarly(): bool
            {
                $any = false;
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    if (($con->events & Connection::READ) && $con->hasRead()) {
                        $con->events &= ~Connection::READ;
                        $con->found = Connection::READ;
                        $con->isReady = $any = true;
                    }
                }
                return $any;
            }

            /** Does something while waiting is allowed. */
            public function blocking(callable $act): int
            {
                $before = $this->nonBlocking;
                $this->nonBlocking = false;
                try {
                    return $act();
                } finally {
                    $this->nonBlocking = $before;
                }
            }

            public function closeAll(): void
            {
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    $con->close();
                }
            }

            // One question to every server.

            /** Asks all servers for an option, now and after each reconnection. Returns whether all agreed. */
            public function setServerOption(string $option): bool
            {
                $code = $this->ask('gearman_server_option', packet(\GEARMAN_COMMAND_OPTION_REQ, $option), [$this, 'isOptionSet']);
                if ($code !== \GEARMAN_SUCCESS) {
                    return false;
                }
                $this->serverOptions[$option] = true;
                return true;
            }

            public function isOptionSet(Connection $con): int
            {
                if ($con->type !== \GEARMAN_COMMAND_ERROR) {
                    return \GEARMAN_SUCCESS;
                }
                $code = Code::ofServer($con->first, Code::INVALID_SERVER_OPTION);
                return $this->fail($code, 'success', "$con Invalid option $con->first");
            }

            /** Sends the bytes to all servers and looks whether they come back. Returns a code. */
            public function echo(string $bytes): int
            {
                if ($this->first !== null && $bytes === '') {
                    return $this->fail(Code::INVALID_ARGUMENT, 'echo', 'workload_size was 0');
                }
                return $this->ask(
                    'gearman_echo',
                    packet(\GEARMAN_COMMAND_ECHO_REQ, $bytes),
                    function (Connection $con) use ($bytes): int {
                        return $this->isEcho($con, $bytes);
                    }
                );
            }

            private function isEcho(Connection $con, string $bytes): int
            {
                if ($con->type !== \GEARMAN_COMMAND_ECHO_RES) {
                    return $this->fail(
                        \GEARMAN_INVALID_COMMAND,
                        'success',
                        'Wrong command sent in response to ECHO request'
                    );
                }
                $echo = $con->whole();
                if ($echo === $bytes) {
                    return \GEARMAN_SUCCESS;
                }
                [$sent, $came] = [\strlen($bytes), \strlen($echo)];
                $isBeginning = \strncmp($bytes, $echo, \min($sent, $came)) === 0;
                $text = $sent === $came
                    ? "Data sent was not what was received $sent == $came == $sent"
                    : ($isBeginning ? 'Truncation occurred, Expected' : 'Expected data was not received, expected')
                        . " $sent, received $came";
                return $this->fail(\GEARMAN_ECHO_DATA_CORRUPTION, 'success', $text);
            }

            private function ask(string $function, string $packet, callable $isRight): int
            {
                if ($this->first === null) {
                    return $this->fail(\GEARMAN_NO_SERVERS, $function, 'no servers provided');
                }
                return $this->blocking(function () use ($packet, $isRight): int {
                    for ($con = $this->first; $con !== null; $con = $con->next) {
                        $code = $con->send($packet, true);
                        if ($code === \GEARMAN_SUCCESS) {
                            $code = $con->receive();
                        }
                        if ($code === \GEARMAN_SUCCESS) {
                            $code = $isRight($con);
                            $con->release();
                        }
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                    }
                    return \GEARMAN_SUCCESS;
                });
            }
        }

        /** A job as the one who submitted it sees it. */
        final class Task
        {
            public const FRESH = 0;
            public const SENDING = 1;
            public const WAITING = 2;
            public const UNSENT = 3;
            public const FINISHED = 4;
            public const FREED = 5;

            public int $state = self::FRESH;
            public int $id = 0;
            /** Its packet, the packet's type, and the packet's first argument: the function's name or the asked handle. */
            public string $packet = '';
            public int $command = 0;
            public string $name = '';
            public string $unique = '';
            public string $handle = '';
            public bool $isKnown = false;
            public bool $isRunning = false;
            public int $numerator = 0;
            public int $denominator = 0;
            /** What became of it. */
            public int $code = \GEARMAN_UNKNOWN_STATE;
            /** Result of one that doNormal() and its like wait for; others have callbacks, a bit for each. */
            public bool $isDo = false;
            public string $result = '';
            public int $callbacks = 0;
            /** Where it was sent, and the connection whose last packet was for it. */
            public ?Connection $con = null;
            public ?Connection $heard = null;
            /** What the application has of it. */
            public ?\GearmanTask $shell = null;
            public ?\GearmanClient $owner = null;
            public bool $hasContext = false;
            /** @var mixed */
            public $context = null;

            public function asksStatus(): bool
            {
                return $this->command === \GEARMAN_COMMAND_GET_STATUS || $this->command === Code::GET_STATUS_UNIQUE;
            }

            public function isBackground(): bool
            {
                return $this->command === \GEARMAN_COMMAND_SUBMIT_JOB_BG
                    || $this->command === \GEARMAN_COMMAND_SUBMIT_JOB_HIGH_BG
                    || $this->command === \GEARMAN_COMMAND_SUBMIT_JOB_LOW_BG;
            }
        }

        /** What is behind a GearmanClient. */
        final class Client extends Peer
        {
            // Callbacks, as numbers and as bits.
            public const CREATED = 0;
            public const DATA = 1;
            public const WARNING = 2;
            public const STATUS = 3;
            public const COMPLETE = 4;
            public const EXCEPTION = 5;
            public const FAIL = 6;
            public const WORKLOAD = 7;

            // Where an error has interrupted the tasks, and where they go on.
            private const IDLE = 0;
            private const AT_FRESH = 1;
            private const AT_SENDING = 2;
            private const AT_PACKET = 3;

            /** What returnCode() tells. */
            public int $returned = \GEARMAN_SUCCESS;
            public int $options = \GEARMAN_CLIENT_FREE_TASKS;
            public string $context = '';
            /** Handle of the last background job. */
            public string $doHandle = '';

            /** @var array<int, callable|null> */
            private array $callbacks = [];
            private int $hasCallbacks = 0;
            /** What a callback threw: told when the tasks stop. */
            private ?\Throwable $thrown = null;

            /** @var array<int, Task> All tasks, and of them the fresh ones, newest last: that one goes first. */
            private array $tasks = [];
            /** @var list<Task> */
            private array $fresh = [];
            private int $lastId = 0;
            private int $freshCount = 0;
            private int $unfinished = 0;
            private int $state = self::IDLE;
            private ?Task $task = null;
            private ?Connection $con = null;

            // Options.

            public function addOptions(int $options): void
            {
                $this->options |= $options & (\GEARMAN_CLIENT_NON_BLOCKING | \GEARMAN_CLIENT_UNBUFFERED_RESULT
                    | \GEARMAN_CLIENT_FREE_TASKS | Code::CLIENT_GENERATE_UNIQUE | Code::CLIENT_SSL);
                if ($options & Code::CLIENT_EXCEPTION) {
                    $this->setServerOption('exceptions');
                }
            }

            public function removeOptions(int $options): void
            {
                $this->options &= ~$options | Code::CLIENT_SSL | \GEARMAN_CLIENT_NO_NEW;
            }

            public function setOptions(int $options): void
            {
                $this->removeOptions(~$options);
                $this->addOptions($options);
            }

            public function isUnbuffered(): bool
            {
                return ($this->options & \GEARMAN_CLIENT_UNBUFFERED_RESULT) !== 0;
            }

            public function setCallback(int $which, callable $callback): void
            {
                $this->callbacks[$which] = $callback;
                $this->hasCallbacks |= 1 << $which;
            }

            public function clearCallbacks(): void
            {
                $this->callbacks = [];
                $this->hasCallbacks = 0;
            }

            // One job, waited for.

            /** Runs a job and returns its result, '' where it has none. */
            public function do(int $command, string $function, string $workload, ?string $unique): string
            {
                $this->resetError();
                $task = $this->add($command, $function, $workload, $unique);
                if ($task === null) {
                    $this->returned = $this->code;
                    return '';
                }
                $task->isDo = true;
                $code = $this->runUntil($task);
                if ($code === \GEARMAN_SUCCESS) {
                    $code = $task->code;
                }
                if ($code !== \GEARMAN_SUCCESS && $this->code !== $code) {
                    $this->fail($code, '_client_do', 'occurred during gearman_client_run_tasks()');
                }
                $this->returned = $code;
                $this->freeWaitedFor($task);
                return $code === \GEARMAN_SUCCESS ? $task->result : '';
            }

            /** Submits a background job and returns its handle, '' where it has none. */
            public function doBackground(int $command, string $function, string $workload, ?string $unique): string
            {
                $this->resetError();
                if (cString($function) === '') {
                    $this->returned = $this->fail(
                        Code::INVALID_ARGUMENT,
                        '_client_do_background',
                        'function argument was empty'
                    );
                    return '';
                }
                $this->doHandle = '';
                $task = $this->add($command, $function, $workload, $unique);
                if ($task === null) {
                    $this->returned = $this->code;
                    return '';
                }
                $task->isDo = true;
                $this->returned = $this->runUntil($task);
                $this->doHandle = $task->handle;
                $this->freeWaitedFor($task);
                return $this->doHandle;
            }

            /** @return array{bool, bool, int, int} Known, running, numerator and denominator of a job. */
            public function jobStatus(string $handle): array
            {
                $this->resetError();
                $task = $this->addStatus($handle);
                return $this->statusOf($task, $this->returned);
            }

            /** The same, by the job's unique ID. The code goes to `$code`: returnCode() does not tell it. */
            public function jobStatusByUnique(string $unique, ?int &$code): array
            {
                $this->resetError();
                $unique = cString($unique);
                if (\strlen($unique) > \GEARMAN_UNIQUE_SIZE) {
                    $code = $this->code;
                    return [false, false, 0, 0];
                }
                $task = $this->newTask(Code::GET_STATUS_UNIQUE, $unique, $unique);
                $task->unique = $unique;
                return $this->statusOf($task, $code);
            }

            private function statusOf(Task $task, ?int &$code): array
            {
                $task->isDo = true;
                $code = $this->runUntil($task);
                $this->freeWaitedFor($task, false);
                return $code === \GEARMAN_SUCCESS
                    ? [$task->isKnown, $task->isRunning, $task->numerator, $task->denominator]
                    : [false, false, 0, 0];
            }

            private function freeWaitedFor(Task $task, bool $resets = true): void
            {
                $this->free($task);
                if ($resets) {
                    $this->freshCount = $this->unfinished = 0;
                }
            }

            // Tasks.

            /** Adds a task that submits a job. Returns null and keeps the error where the arguments are wrong. */
            public function add(int $command, string $function, string $workload, ?string $unique): ?Task
            {
                $function = cString($function);
                $unique = cString($unique ?? '');
                if ($function === '') {
                    $this->fail(Code::INVALID_ARGUMENT, 'add_task', 'invalid function');
                    return null;
                }
                if (\strlen($function) > Code::FUNCTION_MAX_SIZE) {
                    $text = 'function name longer then GEARMAN_MAX_FUNCTION_SIZE';
                    $this->fail(Code::INVALID_ARGUMENT, 'add_task', $text);
                    return null;
                }
                if (\strlen($unique) > \GEARMAN_UNIQUE_SIZE) {
                    $text = 'unique name longer then GEARMAN_MAX_UNIQUE_SIZE';
                    $this->fail(Code::INVALID_ARGUMENT, 'add_task', $text);
                    return null;
                }
                if ($workload === '') {
                    $this->fail(Code::INVALID_ARGUMENT, 'add_task', 'invalid workload');
                    return null;
                }
                if ($unique === '') {
                    $unique = uuid();
                } elseif ($unique === '#') {
                    $unique = hashOf($workload);
                } elseif (\strlen($unique) === \GEARMAN_UNIQUE_SIZE) {
                    $unique = \substr($unique, 0, -1);
                }
                $task = $this->newTask($command, $function, "$function\0$unique\0$workload");
                $task->unique = $unique;
                return $task;
            }

            /** Adds a task that asks for the status of a job. */
            public function addStatus(string $handle): Task
            {
                $handle = cString($handle);
                $task = $this->newTask(\GEARMAN_COMMAND_GET_STATUS, $handle, $handle);
                $task->handle = (string) \substr($handle, 0, \GEARMAN_JOB_HANDLE_SIZE - 1);
                return $task;
            }

            private function newTask(int $command, string $name, string $body): Task
            {
                $task = new Task();
                $task->id = ++$this->lastId;
                $task->command = $command;
                $task->name = $name;
                $task->packet = packet($command, $body);
                $task->callbacks = $this->hasCallbacks;
                $this->tasks[$task->id] = $task;
                $this->fresh[] = $task;
                $this->freshCount++;
                $this->unfinished++;
                return $task;
            }

            /** Forgets a task: from now on the application hears nothing of it. */
            public function free(Task $task): void
            {
                if ($task->state === Task::FRESH) {
                    $key = \array_search($task, $this->fresh, true);
                    if ($key !== false) {
                        \array_splice($this->fresh, $key, 1);
                    }
                }
                if ($task->con !== null && $task->state === Task::WAITING) {
                    $task->con->dismiss($task);
                }
                if ($task->con !== null && $task->con->sent === $task) {
                    $task->con->sent = null;
                }
                $task->state = Task::FREED;
                unset($this->tasks[$task->id]);
                $task->shell = $task->owner = $task->context = null;
            }

            public function end(): void
            {
                foreach ($this->tasks as $task) {
                    $this->free($task);
                }
                $this->closeAll();
            }

            /** Runs all tasks to their end, or as far as it goes without waiting. Throws what a callback threw. */
            public function runTasks(): int
            {
                if ($this->tasks === []) {
                    return \GEARMAN_SUCCESS;
                }
                $this->nonBlocking = true;
                $code = $this->run(null);
                $this->nonBlocking = false;
                if ($code === \GEARMAN_COULD_NOT_CONNECT) {
                    $this->closeAll();
                }
                return $code;
            }

            private function runUntil(Task $task): int
            {
                $code = $this->run($task);
                if ($code === \GEARMAN_COULD_NOT_CONNECT) {
                    $this->closeAll();
                }
                return $code;
            }

            /** Gives what a callback threw to whoever let the tasks run. */
            public function rethrow(): void
            {
                if ($this->thrown !== null) {
                    $thrown = $this->thrown;
                    $this->thrown = null;
                    throw $thrown;
                }
            }

            /** Codes of tasks that are left, for a worker that reduces. */
            public function codeOfTasks(): int
            {
                foreach ($this->tasks as $task) {
                    if ($task->code !== \GEARMAN_SUCCESS) {
                        return $task->code;
                    }
                }
                return \GEARMAN_SUCCESS;
            }

            /**
             * Lets tasks run: submits fresh ones, and deals with what comes, until all are finished or `$until` is. An error,
             * or a callback that returns a code, stops it; the next call goes on at the same place.
             */
            private function run(?Task $until): int
            {
                $resume = $this->state;
                $this->state = self::IDLE;
                if ($resume === self::IDLE) {
                    for ($con = $this->first; $con !== null; $con = $con->next) {
                        $con->refused = false;
                    }
                }
                while (true) {
                    if ($resume === self::AT_FRESH || ($resume === self::IDLE && $this->mayStart())) {
                        $code = $this->start($resume === self::AT_FRESH ? $this->task : null);
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                        $resume = self::IDLE;
                    }
                    while ($resume !== self::IDLE || ($con = $this->ready($until)) !== null) {
                        if ($resume === self::IDLE) {
                            if ($con->found & Connection::WRITE) {
                                $code = $this->sendOn($con);
                                if ($code !== \GEARMAN_SUCCESS) {
                                    return $code;
                                }
                            }
                            if (!($con->found & Connection::READ)) {
                                continue;
                            }
                        } else {
                            $con = $this->con;
                            if ($resume === self::AT_SENDING) {
                                $resume = self::IDLE;
                                $code = $this->stepSending($this->task);
                                if ($code !== \GEARMAN_SUCCESS) {
                                    return $code;
                                }
                                continue;
                            }
                        }
                        $code = $this->hear($con, $resume === self::AT_PACKET ? $this->task : null, $until);
                        if ($code !== \GEARMAN_IO_WAIT) {
                            return $code;
                        }
                        $resume = self::IDLE;
                    }
                    if ($this->unfinished === 0) {
                        return \GEARMAN_SUCCESS;
                    }
                    if ($this->mayStart()) {
                        continue;
                    }
                    if ($this->options & \GEARMAN_CLIENT_NON_BLOCKING) {
                        return $this->code = \GEARMAN_IO_WAIT;
                    }
                    $code = $this->wait();
                    if ($code !== \GEARMAN_SUCCESS) {
                        return $code;
                    }
                }
            }

            private function mayStart(): bool
            {
                return $this->freshCount > 0 && !($this->options & \GEARMAN_CLIENT_NO_NEW);
            }

            /**
             * The next connection that something was found on. While one task is waited for, reading blocks: then it is that
             * of the task, or one that has a whole packet.
             */
            private function ready(?Task $until): ?Connection
            {
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    if (!$con->isReady) {
                        continue;
                    }
                    $con->isReady = false;
                    if ($until === null || $until->con === $con || $con->hasRead()) {
                        return $con;
                    }
                    if ($con->submitted !== [] || $con->handles !== []) {
                        $con->events |= Connection::READ;
                    }
                }
                return null;
            }

            /** Submits fresh tasks, newest first, after the one where an error stopped it. */
            private function start(?Task $stopped): int
            {
                $task = $stopped !== null && $stopped->state !== Task::FREED ? $stopped : \array_pop($this->fresh);
                while ($task !== null) {
                    $code = $this->step($task);
                    if ($code !== \GEARMAN_SUCCESS && $code !== \GEARMAN_IO_WAIT) {
                        $this->state = self::AT_FRESH;
                        $this->task = $task;
                        return $code;
                    }
                    if ($task->state === Task::FRESH) {
                        $this->fresh[] = $task;
                        return \GEARMAN_SUCCESS;
                    }
                    $task = \array_pop($this->fresh);
                }
                if ($this->freshCount === 0) {
                    for ($con = $this->first; $con !== null; $con = $con->next) {
                        if (!($con->events & Connection::WRITE)) {
                            $con->flush();
                        }
                    }
                }
                return \GEARMAN_SUCCESS;
            }

            /** Goes on with the packet that a connection could not take at once. */
            private function sendOn(Connection $con): int
            {
                if ($con->sent === null) {
                    $code = $con->flush();
                    return $code === \GEARMAN_IO_WAIT ? \GEARMAN_SUCCESS : $code;
                }
                $this->con = $con;
                return $this->stepSending($con->sent);
            }

            private function stepSending(Task $task): int
            {
                $code = $this->step($task);
                if ($code === \GEARMAN_SUCCESS || $code === \GEARMAN_IO_WAIT) {
                    return \GEARMAN_SUCCESS;
                }
                if ($code !== \GEARMAN_COULD_NOT_CONNECT) {
                    $this->state = self::AT_SENDING;
                    $this->task = $task;
                }
                return $code;
            }

            /**
             * Deals with the packets of a connection, first with that of `$stopped`, where a callback stopped it. Returns
             * IO_WAIT when no more are there, and success when all tasks are finished or `$until` is.
             */
            private function hear(Connection $con, ?Task $stopped, ?Task $until): int
            {
                while (true) {
                    $task = $stopped;
                    $stopped = null;
                    if ($task === null) {
                        if ($con->isUnread) {
                            return $this->fail(
                                Code::INVALID_ARGUMENT,
                                '_client_run_tasks',
                                'client created with GEARMAN_CLIENT_UNBUFFERED_RESULT, but was not setup to use it. '
                                    . '_client_run_tasks'
                            );
                        }
                        $code = $con->receive();
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                        if ($con->type === \GEARMAN_COMMAND_ERROR && $this->tasks !== []) {
                            return $this->refusedBy($con);
                        }
                        $task = $this->addressee($con);
                        if ($task === null) {
                            $con->release();
                            continue;
                        }
                        $task->heard = $con;
                    }
                    $code = $this->step($task);
                    if ($code === \GEARMAN_IO_WAIT) {
                        return $code;
                    }
                    if ($code !== \GEARMAN_SUCCESS) {
                        $this->state = self::AT_PACKET;
                        $this->task = $task;
                        $this->con = $con;
                        return $code;
                    }
                    $con->isUnread = $this->isUnbuffered() && $con->hasData && $con->taken < \strlen($con->rest);
                    $con->release();
                    if ($this->unfinished === 0 || ($until !== null && $until->code !== \GEARMAN_UNKNOWN_STATE)) {
                        return \GEARMAN_SUCCESS;
                    }
                }
            }

            /** The server could not take a job: the oldest of those that wait for an answer, though it does not say so. */
            private function refusedBy(Connection $con): int
            {
                $con->takeSubmitted();
                $text = $con->rest;
                $con->release();
                return $this->fail(
                    Code::ofServer($con->first, \GEARMAN_SERVER_ERROR),
                    '_client_run_tasks',
                    "$con->first:" . cString($text)
                );
            }

            /** The task that a packet is for. */
            private function addressee(Connection $con): ?Task
            {
                if ($con->type === \GEARMAN_COMMAND_JOB_CREATED) {
                    return $con->takeSubmitted();
                }
                if ($con->type === Code::STATUS_RES_UNIQUE) {
                    foreach (\array_reverse($this->tasks) as $task) {
                        if ($task->con === $con && $task->unique === $con->first && $task->asksStatus()) {
                            return $task;
                        }
                    }
                }
                $tasks = $con->handles[$con->first] ?? [];
                return $tasks === [] ? null : \end($tasks);
            }

            /** Takes a task one step further: sends its packet, or deals with the packet that came for it. */
            private function step(Task $task): int
            {
                switch ($task->state) {
                    case Task::FRESH:
                        if ($this->first === null) {
                            $this->freshCount--;
                            $this->unfinished--;
                            return $this->fail(\GEARMAN_NO_SERVERS, '_client_run_task', 'no servers provided');
                        }
                        $con = $this->freeConnection($this->first);
                        if ($con === null) {
                            $this->options |= \GEARMAN_CLIENT_NO_NEW;
                            return $this->code = \GEARMAN_IO_WAIT;
                        }
                        $this->freshCount--;
                        $task->con = $con;
                        if (!$task->asksStatus()) {
                            $con->submitted[] = $task;
                        }
                        return $this->submit($task);

                    case Task::SENDING:
                        return $this->submit($task);

                    case Task::WAITING:
                        $code = $this->apply($task, $task->con);
                        if ($code !== \GEARMAN_SUCCESS || $task->state === Task::WAITING) {
                            return $code;
                        }
                        break;

                    case Task::UNSENT:
                        $code = $this->call(self::FAIL, $task);
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                        $this->finish($task);
                        break;
                }
                if (!$task->isDo && ($this->options & \GEARMAN_CLIENT_FREE_TASKS)) {
                    $this->free($task);
                }
                return \GEARMAN_SUCCESS;
            }

            /** A connection that can take a packet, from this one on; one that was not refused if there is any. */
            private function freeConnection(?Connection $from): ?Connection
            {
                $second = null;
                for ($con = $from; $con !== null; $con = $con->next) {
                    if (!$con->sending && !$con->refused) {
                        return $con;
                    }
                    if (!$con->sending && $second === null) {
                        $second = $con;
                    }
                }
                return $second;
            }

            private function submit(Task $task): int
            {
                while (true) {
                    $con = $task->con;
                    $isLast = $this->freshCount === 0;
                    $code = $con->send($task->packet, $isLast);
                    if ($code === \GEARMAN_SUCCESS) {
                        if (!$isLast && $con->hasUnsent()) {
                            $con->unsent[] = $task;
                        }
                        break;
                    }
                    if ($code === \GEARMAN_IO_WAIT) {
                        $task->state = Task::SENDING;
                        $con->sent = $task;
                        return $code;
                    }
                    $con->forgetSubmitted($task);
                    if ($code !== \GEARMAN_COULD_NOT_CONNECT) {
                        $task->code = $code;
                        $task->con = null;
                        $task->state = Task::UNSENT;
                        $this->unfinished--;
                        return $code;
                    }
                    $this->takeBack($con);
                    $con->refused = true;
                    $task->con = $con->next === null ? null : $this->freeConnection($con->next);
                    if ($task->con === null) {
                        $task->code = $code;
                        $task->state = Task::FRESH;
                        $this->freshCount++;
                        return $code;
                    }
                    if (!$task->asksStatus()) {
                        $task->con->submitted[] = $task;
                    }
                }
                $con->sent = null;
                $this->options &= ~\GEARMAN_CLIENT_NO_NEW;
                $task->state = Task::WAITING;
                if ($task->command === \GEARMAN_COMMAND_GET_STATUS) {
                    $con->expect($task);
                }
                $con->events |= Connection::READ;
                return \GEARMAN_SUCCESS;
            }

            /** Makes the tasks fresh again whose packets waited for a connection that could not be made. */
            private function takeBack(Connection $con): void
            {
                foreach ($con->unsent as $task) {
                    if ($task->state === Task::WAITING) {
                        $con->dismiss($task);
                        $task->state = Task::FRESH;
                        $task->con = null;
                        $this->fresh[] = $task;
                        $this->freshCount++;
                    }
                }
                $con->unsent = [];
            }

            /** Deals with the packet that came for a task: what it tells, the callback, and whether that was all. */
            private function apply(Task $task, Connection $con): int
            {
                switch ($con->type) {
                    case \GEARMAN_COMMAND_JOB_CREATED:
                        $task->isKnown = true;
                        if ($task->handle === '') {
                            $task->handle = (string) \substr($con->first, 0, \GEARMAN_JOB_HANDLE_SIZE - 1);
                            $con->expect($task);
                        }
                        $code = $this->call(self::CREATED, $task);
                        if ($code !== \GEARMAN_SUCCESS || !$task->isBackground()) {
                            return $code;
                        }
                        $task->code = \GEARMAN_SUCCESS;
                        break;

                    case \GEARMAN_COMMAND_WORK_DATA:
                        $task->isKnown = $task->isRunning = true;
                        if ($task->isDo) {
                            $task->result .= $con->rest;
                            return \GEARMAN_SUCCESS;
                        }
                        return $this->call(self::DATA, $task);

                    case \GEARMAN_COMMAND_WORK_WARNING:
                        return $this->call(self::WARNING, $task);

                    case \GEARMAN_COMMAND_WORK_STATUS:
                        [$numerator, $denominator] = \explode("\0", $con->rest) + ['', ''];
                        $task->numerator = (int) $numerator & 0xffffffff;
                        $task->denominator = (int) $denominator & 0xffffffff;
                        return $this->call(self::STATUS, $task);

                    case \GEARMAN_COMMAND_STATUS_RES:
                    case Code::STATUS_RES_UNIQUE:
                        [$known, $running, $numerator, $denominator] = \explode("\0", $con->rest) + ['', '', '', ''];
                        $task->code = \GEARMAN_SUCCESS;
                        $task->isKnown = (int) $known !== 0;
                        $task->isRunning = (int) $running !== 0;
                        $task->numerator = (int) $numerator & 0xffffffff;
                        $task->denominator = (int) $denominator & 0xffffffff;
                        $code = $this->call(self::STATUS, $task);
                        if ($code !== \GEARMAN_SUCCESS || !$task->asksStatus()) {
                            return $code;
                        }
                        break;

                    case \GEARMAN_COMMAND_WORK_COMPLETE:
                        $task->isKnown = $task->isRunning = false;
                        $task->code = \GEARMAN_SUCCESS;
                        if ($task->isDo) {
                            $task->result .= $con->rest;
                        } elseif (($code = $this->call(self::COMPLETE, $task)) !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                        break;

                    case \GEARMAN_COMMAND_WORK_EXCEPTION:
                    case \GEARMAN_COMMAND_WORK_FAIL:
                        $isFailure = $con->type === \GEARMAN_COMMAND_WORK_FAIL;
                        $task->isKnown = $task->isRunning = false;
                        $task->code = $isFailure ? \GEARMAN_WORK_FAIL : \GEARMAN_WORK_EXCEPTION;
                        $code = $this->call($isFailure ? self::FAIL : self::EXCEPTION, $task);
                        if ($code !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                        break;

                    default:
                        return \GEARMAN_SUCCESS;
                }
                $con->dismiss($task);
                $this->finish($task);
                return \GEARMAN_SUCCESS;
            }

            private function finish(Task $task): void
            {
                if ($task->state !== Task::FREED) {
                    $this->unfinished--;
                    $task->state = Task::FINISHED;
                }
            }

            /** Calls back, if that was set when the task was added. Returns the code that the callback returns. */
            private function call(int $which, Task $task): int
            {
                if (!($task->callbacks & (1 << $which)) || $task->isDo || $this->thrown !== null) {
                    return \GEARMAN_SUCCESS;
                }
                try {
                    $callback = $this->callbacks[$which] ?? null;
                    if ($callback === null) {
                        throw new \Error('Invalid callback , no array or string given');
                    }
                    $code = $task->hasContext ? $callback($task->shell, $task->context) : $callback($task->shell);
                    return (int) $code & 0xffffffff;
                } catch (\Throwable $thrown) {
                    $this->thrown = $thrown;
                    return \GEARMAN_SUCCESS;
                }
            }
        }

        /** The GearmanJob or GearmanTask that the application gets of a job or task: they have no public door for it. */
        function shellOfJob(Job $job): \GearmanJob
        {
            static $make;
            $make = $make ?? \Closure::bind(static function (Job $job): \GearmanJob {
                $shell = new \GearmanJob();
                $shell->job = $job;
                return $shell;
            }, null, \GearmanJob::class);
            return $make($job);
        }

        function shellOfTask(Task $task, Client $client): \GearmanTask
        {
            static $make;
            $make = $make ?? \Closure::bind(static function (Task $task, Client $client): \GearmanTask {
                $shell = new \GearmanTask();
                $shell->task = $task;
                $shell->client = $client;
                return $shell;
            }, null, \GearmanTask::class);
            return $make($task, $client);
        }

        /** A job as the worker sees it. */
        final class Job
        {
            public string $handle;
            public string $function;
            public string $unique = '';
            public string $workload;
            public bool $isFinished = false;
            /** Where its data goes to another function (docs/protocol.md, reduce jobs): that function. */
            private string $reducer = '';
            private ?Client $reducing = null;
            private Worker $worker;
            private Connection $con;

            /** The job of the JOB_ASSIGN packet, of whichever kind, that came last. */
            public function __construct(Worker $worker, Connection $con)
            {
                $this->worker = $worker;
                $this->con = $con;
                $this->handle = $con->first;
                if ($con->type === Code::JOB_ASSIGN_ALL) {
                    [$this->function, $this->unique, $this->reducer, $this->workload] = \explode("\0", $con->rest, 4);
                } elseif ($con->type === \GEARMAN_COMMAND_JOB_ASSIGN_UNIQ) {
                    [$this->function, $this->unique, $this->workload] = \explode("\0", $con->rest, 3);
                } else {
                    [$this->function, $this->workload] = \explode("\0", $con->rest, 2);
                }
                $con->release();
            }

            /** Text of the last error of the worker. */
            public function error(): ?string
            {
                return $this->worker->error();
            }

            public function sendData(string $data): int
            {
                if ($this->isFinished) {
                    return \GEARMAN_SUCCESS;
                }
                if ($this->reducer !== '') {
                    $this->reduce($data);
                    return \GEARMAN_SUCCESS;
                }
                return $this->send(\GEARMAN_COMMAND_WORK_DATA, "\0$data");
            }

            public function sendWarning(string $warning): int
            {
                return $this->isFinished ? \GEARMAN_SUCCESS : $this->send(\GEARMAN_COMMAND_WORK_WARNING, "\0$warning");
            }

            public function sendStatus(int $numerator, int $denominator): int
            {
                if ($this->isFinished) {
                    return \GEARMAN_SUCCESS;
                }
                $progress = ($numerator & 0xffffffff) . "\0" . ($denominator & 0xffffffff);
                return $this->send(\GEARMAN_COMMAND_WORK_STATUS, "\0$progress");
            }

            public function sendComplete(string $result): int
            {
                if ($this->reducer !== '' && !$this->isFinished) {
                    return Code::INVALID_ARGUMENT;
                }
                return $this->complete($result);
            }

            /** Completes the job, if that has not happened. */
            public function complete(string $result): int
            {
                if ($this->isFinished) {
                    return \GEARMAN_SUCCESS;
                }
                if ($this->reducer !== '') {
                    if ($result !== '') {
                        $this->reduce($result);
                    }
                    $code = $this->reducing === null ? \GEARMAN_SUCCESS : $this->reducing->runTasks();
                    if ($code === \GEARMAN_SUCCESS && $this->reducing !== null) {
                        $code = $this->reducing->codeOfTasks();
                    }
                    if ($code !== \GEARMAN_SUCCESS) {
                        $text = "$this->reducer couldn't call complete()";
                        return $this->worker->fail($code, 'gearman_job_send_complete_fin', $text);
                    }
                    $result = '';
                }
                return $this->finish(\GEARMAN_COMMAND_WORK_COMPLETE, "\0$result");
            }

            public function sendException(string $exception): int
            {
                if ($exception === '') {
                    return $this->worker->fail(
                        Code::INVALID_ARGUMENT,
                        'gearman_job_send_exception',
                        'No exception was provided'
                    );
                }
                return $this->finish(\GEARMAN_COMMAND_WORK_EXCEPTION, "\0$exception");
            }

            public function sendFail(): int
            {
                if ($this->reducer !== '' && !$this->isFinished) {
                    return $this->worker->fail(Code::INVALID_ARGUMENT, 'gearman_job_send_fail', 'Job has a reducer');
                }
                return $this->fail();
            }

            /** Fails the job, if it is not finished. */
            public function fail(): int
            {
                return $this->finish(\GEARMAN_COMMAND_WORK_FAIL, '');
            }

            private function finish(int $type, string $more): int
            {
                if ($this->isFinished) {
                    return \GEARMAN_SUCCESS;
                }
                $code = $this->send($type, $more);
                $this->isFinished = $code === \GEARMAN_SUCCESS;
                return $code;
            }

            /** Sends at once, however long that takes. */
            private function send(int $type, string $more): int
            {
                $packet = packet($type, $this->handle . $more);
                $before = $this->worker->nonBlocking;
                $this->worker->nonBlocking = false;
                $code = $this->con->send($packet, true);
                while ($code === \GEARMAN_TIMEOUT) {
                    $code = $this->con->flush();
                }
                $this->worker->nonBlocking = $before;
                return $code;
            }

            private function reduce(string $data): void
            {
                if ($this->reducing === null) {
                    $this->reducing = new Client();
                    $this->reducing->useServersOf($this->worker);
                    $this->reducing->removeOptions(\GEARMAN_CLIENT_FREE_TASKS);
                }
                $this->reducing->add(\GEARMAN_COMMAND_SUBMIT_JOB, $this->reducer, $data, null);
            }
        }

        /** A function that a worker does. */
        final class Ability
        {
            public string $name;
            /** What registers it; what takes it back, once that is wanted. */
            public string $packet;
            public bool $isNew = true;
            public bool $isRemoved = false;
            public ?\Closure $callback = null;
            /** @var mixed */
            public $context = null;

            /** @param int $timeout Seconds after which the server takes the job away; none at 0. */
            public function __construct(string $name, int $timeout)
            {
                $this->name = $name;
                $this->packet = $timeout > 0
                    ? packet(\GEARMAN_COMMAND_CAN_DO_TIMEOUT, "$name\0$timeout")
                    : packet(\GEARMAN_COMMAND_CAN_DO, $name);
            }

            public function remove(string $packet): void
            {
                $this->packet = $packet;
                $this->isNew = $this->isRemoved = true;
            }
        }

        /** What is behind a GearmanWorker. */
        final class Worker extends Peer
        {
            // Where grab() goes on.
            private const AT_START = 0;
            private const AT_GRAB = 1;
            private const AT_ANSWER = 2;

            /** What returnCode() tells. */
            public int $returned = \GEARMAN_SUCCESS;
            private int $options = \GEARMAN_WORKER_PACKET_INIT | \GEARMAN_WORKER_GRAB_UNIQ | Code::WORKER_GRAB_ALL;
            private string $grabPacket;
            private string $sleepPacket;
            protected string $pipe = 'true';

            /** @var list<Ability> Newest first: a job goes to the first of its name. */
            private array $abilities = [];
            private bool $hasChanges = false;
            private int $state = self::AT_START;
            private ?Connection $con = null;
            private ?Job $grabbed = null;
            /** A job that failed, which the next work() puts away. */
            private ?Job $failed = null;

            public function __construct()
            {
                $this->grabPacket = packet(Code::GRAB_JOB_ALL);
                $this->sleepPacket = packet(\GEARMAN_COMMAND_PRE_SLEEP);
                parent::__construct();
            }

            // Options.

            public function options(): int
            {
                return $this->options | ($this->nonBlocking ? \GEARMAN_WORKER_NON_BLOCKING : 0)
                    | ($this->hasChanges ? \GEARMAN_WORKER_CHANGE : 0)
                    | ($this->identifier === '' ? 0 : Code::WORKER_IDENTIFIER);
            }

            public function addOptions(int $options): void
            {
                if ($options & \GEARMAN_WORKER_NON_BLOCKING) {
                    $this->nonBlocking = true;
                }
                if ($options & \GEARMAN_WORKER_GRAB_UNIQ) {
                    $this->grabPacket = packet(\GEARMAN_COMMAND_GRAB_JOB_UNIQ);
                }
                if ($options & Code::WORKER_GRAB_ALL) {
                    $this->grabPacket = packet(Code::GRAB_JOB_ALL);
                }
                if ($options & Code::WORKER_IDENTIFIER) {
                    $this->identifier = uuid();
                }
                $this->options |= $options & (\GEARMAN_WORKER_GRAB_UNIQ | \GEARMAN_WORKER_TIMEOUT_RETURN
                    | Code::WORKER_GRAB_ALL | Code::WORKER_SSL);
            }

            public function removeOptions(int $options): void
            {
                if ($options & \GEARMAN_WORKER_NON_BLOCKING) {
                    $this->nonBlocking = false;
                }
                if ($options & \GEARMAN_WORKER_TIMEOUT_RETURN) {
                    $this->timeout = \GEARMAN_WORKER_WAIT_TIMEOUT;
                }
                if ($options & (\GEARMAN_WORKER_GRAB_UNIQ | Code::WORKER_GRAB_ALL)) {
                    $this->grabPacket = packet(\GEARMAN_COMMAND_GRAB_JOB);
                }
                if ($options & Code::WORKER_IDENTIFIER) {
                    $this->identifier = '';
                }
                $this->options &= ~($options & (\GEARMAN_WORKER_GRAB_UNIQ | \GEARMAN_WORKER_TIMEOUT_RETURN
                    | Code::WORKER_GRAB_ALL));
            }

            public function setOptions(int $options): void
            {
                foreach ([
                    \GEARMAN_WORKER_NON_BLOCKING, \GEARMAN_WORKER_GRAB_UNIQ, Code::WORKER_GRAB_ALL,
                    \GEARMAN_WORKER_TIMEOUT_RETURN, Code::WORKER_SSL, Code::WORKER_IDENTIFIER,
                ] as $option) {
                    if ($options & $option) {
                        $this->addOptions($option);
                    } else {
                        $this->removeOptions($option);
                    }
                }
            }

            public function setTimeout(int $timeout): void
            {
                $this->addOptions(\GEARMAN_WORKER_TIMEOUT_RETURN);
                $this->timeout = $timeout;
            }

            /** Names this worker, which shows in the server's list. Returns a code. */
            public function setId(string $id): int
            {
                $function = 'gearman_set_identifier';
                if ($id === '') {
                    return $this->fail(Code::INVALID_ARGUMENT, $function, 'id_size was 0');
                }
                if (\strlen($id) > Code::MAX_IDENTIFIER) {
                    $text = 'id_size was greater then GEARMAN_MAX_ECHO_SIZE';
                    return $this->fail(Code::ARGUMENT_TOO_LARGE, $function, $text);
                }
                if (\preg_match('/[^!-~]/', $id)) {
                    return $this->fail(Code::INVALID_ARGUMENT, $function, 'Invalid character found in identifier');
                }
                $this->identifier = $id;
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    $con->identify();
                }
                return \GEARMAN_SUCCESS;
            }

            // Functions.

            /**
             * Adds a function, which the servers are told of when the worker next asks for a job.
             *
             * @param mixed $context Second argument of the callback.
             */
            public function register(string $name, int $timeout, ?callable $callback, $context): int
            {
                $name = cString($name);
                $function = '_worker_function_create';
                if ($name === '') {
                    return $this->fail(Code::INVALID_ARGUMENT, $function, 'invalid function');
                }
                if (\strlen($name) > Code::FUNCTION_MAX_SIZE) {
                    $text = 'function name longer then GEARMAN_MAX_FUNCTION_SIZE';
                    return $this->fail(Code::INVALID_ARGUMENT, $function, $text);
                }
                $ability = new Ability($name, $timeout & 0xffffffff);
                $ability->callback = $callback === null ? null : \Closure::fromCallable($callback);
                $ability->context = $context;
                \array_unshift($this->abilities, $ability);
                $this->hasChanges = true;
                return \GEARMAN_SUCCESS;
            }

            public function unregister(string $name): int
            {
                $name = cString($name);
                $ability = $this->ability($name);
                if ($ability === null || $ability->isRemoved) {
                    return Code::NO_REGISTERED_FUNCTION;
                }
                $ability->remove(packet(\GEARMAN_COMMAND_CANT_DO, $name));
                $this->hasChanges = true;
                return \GEARMAN_SUCCESS;
            }

            public function unregisterAll(): int
            {
                foreach ($this->abilities as $ability) {
                    if (!$ability->isRemoved) {
                        $this->abilities = [$this->abilities[0]];
                        $this->abilities[0]->remove(packet(\GEARMAN_COMMAND_RESET_ABILITIES));
                        $this->hasChanges = true;
                        return \GEARMAN_SUCCESS;
                    }
                }
                return \GEARMAN_NO_REGISTERED_FUNCTIONS;
            }

            private function ability(string $name): ?Ability
            {
                foreach ($this->abilities as $ability) {
                    if ($ability->name === $name) {
                        return $ability;
                    }
                }
                return null;
            }

            // Jobs.

            /** Asks the servers for a job, once. Returns a code, and the job by `$job`. */
            public function grabJob(?Job &$job): int
            {
                $this->resetError();
                $code = $this->grab(false);
                $job = $this->grabbed;
                $this->grabbed = null;
                return $code;
            }

            /** Waits for a job and does it. Returns a code; throws what the function threw. */
            public function work(): int
            {
                $this->resetError();
                if ($this->failed !== null) {
                    $code = $this->failed->fail();
                    if ($code !== \GEARMAN_SUCCESS && $code !== \GEARMAN_LOST_CONNECTION) {
                        return $code;
                    }
                    $this->failed = null;
                    return \GEARMAN_SUCCESS;
                }
                $code = $this->grab(true);
                if ($code !== \GEARMAN_SUCCESS) {
                    if ($code === \GEARMAN_COULD_NOT_CONNECT) {
                        $this->closeAll();
                    }
                    return $code;
                }
                $job = $this->grabbed;
                $this->grabbed = null;
                $ability = $this->ability($job->function);
                if ($ability === null) {
                    return $this->fail(\GEARMAN_INVALID_FUNCTION_NAME, 'gearman_worker_work', 'Function not found');
                }
                if ($ability->callback === null) {
                    $text = 'Neither a gearman_worker_fn, or gearman_function_fn callback was supplied';
                    return $this->fail(\GEARMAN_INVALID_FUNCTION_NAME, 'gearman_worker_work', $text);
                }
                return $this->perform($job, $ability);
            }

            private function perform(Job $job, Ability $ability): int
            {
                $shell = shellOfJob($job);
                $thrown = null;
                $result = '';
                try {
                    $context = $ability->context;
                    $returned = ($ability->callback)($shell, $context);
                    $code = $shell->returnCode();
                } catch (\Throwable $thrown) {
                    $code = \GEARMAN_WORK_EXCEPTION;
                    $job->sendException('Unable to add worker function');
                }
                if ($thrown === null) {
                    try {
                        $result = \is_string($returned) ? $returned : (string) $returned;
                    } catch (\Throwable $thrown) {
                        // The job is completed all the same.
                    }
                }
                $code = $this->conclude($job, $code, $result);
                if ($thrown !== null) {
                    $this->returned = $code;
                    throw $thrown;
                }
                return $code;
            }

            /** Tells the server how a job ended, by the code that the function gave it. */
            private function conclude(Job $job, int $code, string $result): int
            {
                if ($code === \GEARMAN_LOST_CONNECTION) {
                    // The server gives the job to somebody else.
                    $this->closeAll();
                    return \GEARMAN_SUCCESS;
                }
                if ($code !== \GEARMAN_SUCCESS && $code !== \GEARMAN_SHUTDOWN) {
                    if ($job->fail() === \GEARMAN_LOST_CONNECTION) {
                        return \GEARMAN_SUCCESS;
                    }
                    $this->failed = $job;
                    return $code;
                }
                $sent = $job->complete($result);
                if ($sent === \GEARMAN_LOST_CONNECTION || $sent === \GEARMAN_SUCCESS) {
                    return $code;
                }
                $this->failed = $job;
                return $sent;
            }

            /** Asks the servers in turn for a job, and sleeps until one wakes it where that is for work(). Returns a code. */
            private function grab(bool $mayWait): int
            {
                if ($this->first === null) {
                    return \GEARMAN_NO_SERVERS;
                }
                while (true) {
                    $resume = $this->con === null ? self::AT_START : $this->state;
                    $code = \GEARMAN_UNKNOWN_STATE;
                    $noJob = false;
                    if ($resume === self::AT_START) {
                        if ($this->hasChanges && ($code = $this->tellChanges()) !== \GEARMAN_SUCCESS) {
                            return $code;
                        }
                        if ($this->abilities === []) {
                            return $this->fail(
                                \GEARMAN_NO_REGISTERED_FUNCTIONS,
                                'gearman_worker_grab_job',
                                'no functions have been registered'
                            );
                        }
                        $this->con = $this->first;
                    }
                    for (; $this->con !== null; $this->con = $this->con->next) {
                        $code = $this->grabFrom($this->con, $resume);
                        $resume = self::AT_START;
                        if ($code === \GEARMAN_NO_JOBS) {
                            $noJob = true;
                        } elseif ($code !== \GEARMAN_COULD_NOT_CONNECT && $code !== \GEARMAN_LOST_CONNECTION) {
                            return $code;
                        }
                    }
                    if (!$mayWait && $noJob) {
                        return \GEARMAN_NO_JOBS;
                    }
                    $code = $this->sleep($code);
                    if ($code !== \GEARMAN_SUCCESS) {
                        return $code;
                    }
                }
            }

            /** Tells the connected servers which functions were added, and before that, which were taken back. */
            private function tellChanges(): int
            {
                foreach ([true, false] as $removed) {
                    foreach ($this->abilities as $key => $ability) {
                        if (!$ability->isNew || $ability->isRemoved !== $removed) {
                            continue;
                        }
                        for ($con = $this->first; $con !== null; $con = $con->next) {
                            $code = $con->isOpen() ? $this->tell($con, $ability->packet) : \GEARMAN_SUCCESS;
                            if ($code !== \GEARMAN_SUCCESS && $code !== \GEARMAN_LOST_CONNECTION) {
                                return $code;
                            }
                        }
                        $ability->isNew = false;
                        if ($removed) {
                            unset($this->abilities[$key]);
                        }
                    }
                }
                $this->abilities = \array_values($this->abilities);
                $this->hasChanges = false;
                return \GEARMAN_SUCCESS;
            }

            /** What a worker sends is short: it waits until it is sent. */
            private function tell(Connection $con, string $packet): int
            {
                if (!$this->nonBlocking) {
                    return $con->send($packet, true);
                }
                return $this->blocking(function () use ($con, $packet): int {
                    return $con->send($packet, true);
                });
            }

            /** Asks one server for a job, and keeps it. Returns success or why there is none: NO_JOBS, or an error. */
            private function grabFrom(Connection $con, int $resume): int
            {
                if ($resume !== self::AT_ANSWER) {
                    if (!$con->isOpen() && $resume === self::AT_START) {
                        foreach ($this->abilities as $ability) {
                            $code = $this->tell($con, $ability->packet);
                            if ($code !== \GEARMAN_SUCCESS) {
                                return $code;
                            }
                        }
                    }
                    if (!$con->isOpen()) {
                        return \GEARMAN_LOST_CONNECTION;
                    }
                    $code = $this->tell($con, $this->grabPacket);
                    if ($code !== \GEARMAN_SUCCESS) {
                        return $code;
                    }
                }
                while (true) {
                    $code = $con->receive();
                    if ($code === \GEARMAN_IO_WAIT) {
                        $this->state = self::AT_ANSWER;
                    }
                    if ($code !== \GEARMAN_SUCCESS) {
                        return $code;
                    }
                    switch ($con->type) {
                        case \GEARMAN_COMMAND_NOOP:
                            break;
                        case \GEARMAN_COMMAND_JOB_ASSIGN:
                        case \GEARMAN_COMMAND_JOB_ASSIGN_UNIQ:
                        case Code::JOB_ASSIGN_ALL:
                            $this->state = self::AT_GRAB;
                            $this->grabbed = new Job($this, $con);
                            return \GEARMAN_SUCCESS;
                        case \GEARMAN_COMMAND_NO_JOB:
                        case \GEARMAN_COMMAND_OPTION_RES:
                            return \GEARMAN_NO_JOBS;
                        default:
                            $text = 'unexpected packet:' . Code::packet($con->type);
                            return $this->fail(\GEARMAN_UNEXPECTED_PACKET, 'gearman_worker_grab_job', $text);
                    }
                }
            }

            /** Tells the servers that the worker sleeps, and waits until one has something. Returns a code. */
            private function sleep(int $lastCode): int
            {
                $active = 0;
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    if ($con->isOpen()) {
                        $lastCode = $this->tell($con, $this->sleepPacket);
                        if ($lastCode !== \GEARMAN_SUCCESS && $lastCode !== \GEARMAN_LOST_CONNECTION) {
                            return $lastCode;
                        }
                    }
                }
                $this->state = self::AT_START;
                for ($con = $this->first; $con !== null; $con = $con->next) {
                    if ($con->isOpen()) {
                        $con->events |= Connection::READ;
                        $active++;
                    }
                }
                if ($this->nonBlocking) {
                    return \GEARMAN_NO_JOBS;
                }
                $returnsOnTimeout = ($this->options & \GEARMAN_WORKER_TIMEOUT_RETURN) !== 0;
                if ($active > 0) {
                    $code = $this->wait();
                    return $code === \GEARMAN_TIMEOUT && !$returnsOnTimeout ? \GEARMAN_SUCCESS : $code;
                }
                if ($lastCode === \GEARMAN_COULD_NOT_CONNECT) {
                    return $lastCode;
                }
                // Microseconds here as there, though the time-out is in milliseconds.
                \usleep($this->timeout < 0 ? \GEARMAN_WORKER_WAIT_TIMEOUT : $this->timeout);
                return $this->timeout >= 0 && $returnsOnTimeout
                    ? $this->fail(\GEARMAN_TIMEOUT, 'gearman_worker_grab_job', 'Option timeout return reached')
                    : \GEARMAN_SUCCESS;
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------------- the classes

namespace {

    use Gearbench\DropIn\Client;
    use Gearbench\DropIn\Code;
    use Gearbench\DropIn\Job;
    use Gearbench\DropIn\Task;
    use Gearbench\DropIn\Worker;

    use function Gearbench\DropIn\cString;
    use function Gearbench\DropIn\shellOfTask;
    use function Gearbench\DropIn\warn;

    // Types that PHP 7.4 has no words for stand in the comments: they are the extension's.
    if (defined('GEARBENCH_DROP_IN') && !class_exists('GearmanClient', false)) {

        final class GearmanException extends Exception
        {
            public $code = 0;
        }

        /** Submits jobs: one that is waited for, one in the background, or many side by side. */
        class GearmanClient
        {
            /** Codes that are not told by a warning. */
            private const QUIET = [
                GEARMAN_SUCCESS => 1, GEARMAN_PAUSE => 1, GEARMAN_IO_WAIT => 1, GEARMAN_WORK_STATUS => 1,
                GEARMAN_WORK_DATA => 1, GEARMAN_WORK_EXCEPTION => 1, GEARMAN_WORK_WARNING => 1, GEARMAN_WORK_FAIL => 1,
            ];

            private Client $client;

            public function __construct()
            {
                $this->client = new Client();
            }

            public function __destruct()
            {
                $this->client->end();
            }

            public function returnCode(): int
            {
                return $this->client->returned;
            }

            /** @return string|false */
            public function error()
            {
                return $this->client->error() ?? false;
            }

            public function getErrno(): int
            {
                return $this->client->errno;
            }

            // Settings.

            public function options(): int
            {
                return $this->client->options;
            }

            public function setOptions(int $option): bool
            {
                $this->client->setOptions($option);
                return true;
            }

            public function addOptions(int $option): bool
            {
                $this->client->addOptions($option);
                return true;
            }

            public function removeOptions(int $option): bool
            {
                $this->client->removeOptions($option);
                return true;
            }

            public function timeout(): int
            {
                return $this->client->timeout;
            }

            /** @param int $timeout ms without anything coming; for ever at -1 */
            public function setTimeout(int $timeout): bool
            {
                $this->client->timeout = $timeout;
                return true;
            }

            public function context(): string
            {
                return $this->client->context;
            }

            public function setContext(string $data): bool
            {
                $this->client->context = cString($data);
                return true;
            }

            // Servers.

            public function addServer(?string $host = null, int $port = 0, bool $setupExceptionHandler = true): bool
            {
                return $this->added($this->client->addServer($host, $port), $setupExceptionHandler);
            }

            public function addServers(?string $servers = null, bool $setupExceptionHandler = true): bool
            {
                return $this->added($this->client->addServers($servers), $setupExceptionHandler);
            }

            private function added(int $code, bool $setupExceptionHandler): bool
            {
                $this->client->returned = $code;
                if ($code !== GEARMAN_SUCCESS) {
                    warn($this->client->error());
                    return false;
                }
                return !$setupExceptionHandler || $this->enableExceptions();
            }

            public function enableExceptionHandler(): bool
            {
                return $this->enableExceptions();
            }

            private function enableExceptions(): bool
            {
                if (!$this->client->setServerOption('exceptions')) {
                    throw new GearmanException('Failed to set exception option');
                }
                return true;
            }

            public function wait(): bool
            {
                return $this->isQuiet($this->client->wait(), GEARMAN_TIMEOUT);
            }

            public function ping(string $workload): bool
            {
                $code = $this->client->returned = $this->client->echo($workload);
                if ($code !== GEARMAN_SUCCESS && $code !== GEARMAN_IO_WAIT) {
                    warn($this->client->error());
                    return false;
                }
                return true;
            }

            /** Keeps a code, and warns unless it is one of those, or the one, that are no error. */
            private function isQuiet(int $code, int $silent = GEARMAN_SUCCESS): bool
            {
                $this->client->returned = $code;
                if (isset(self::QUIET[$code])) {
                    return true;
                }
                if ($code !== $silent) {
                    warn($this->client->error());
                }
                return false;
            }

            // One job.

            public function doNormal(string $function, string $workload, ?string $unique = null): string
            {
                return $this->do(GEARMAN_COMMAND_SUBMIT_JOB, $function, $workload, $unique);
            }

            public function doHigh(string $function, string $workload, ?string $unique = null): string
            {
                return $this->do(GEARMAN_COMMAND_SUBMIT_JOB_HIGH, $function, $workload, $unique);
            }

            public function dolow(string $function, string $workload, ?string $unique = null): string
            {
                return $this->do(GEARMAN_COMMAND_SUBMIT_JOB_LOW, $function, $workload, $unique);
            }

            private function do(int $command, string $function, string $workload, ?string $unique): string
            {
                $result = $this->client->do($command, $function, $workload, $unique);
                $this->client->rethrow();
                return isset(self::QUIET[$this->client->returned]) || $this->isQuiet($this->client->returned) ? $result : '';
            }

            public function doBackground(string $function, string $workload, ?string $unique = null): string
            {
                return $this->doInBackground(GEARMAN_COMMAND_SUBMIT_JOB_BG, $function, $workload, $unique);
            }

            public function doHighBackground(string $function, string $workload, ?string $unique = null): string
            {
                return $this->doInBackground(GEARMAN_COMMAND_SUBMIT_JOB_HIGH_BG, $function, $workload, $unique);
            }

            public function doLowBackground(string $function, string $workload, ?string $unique = null): string
            {
                return $this->doInBackground(GEARMAN_COMMAND_SUBMIT_JOB_LOW_BG, $function, $workload, $unique);
            }

            private function doInBackground(int $command, string $function, string $workload, ?string $unique): string
            {
                $handle = $this->client->doBackground($command, $function, $workload, $unique);
                $this->client->rethrow();
                return $this->isQuiet($this->client->returned) ? $handle : '';
            }

            public function doJobHandle(): string
            {
                return $this->client->doHandle;
            }

            public function doStatus(): array
            {
                return [0, 0];
            }

            public function jobStatus(string $job_handle): array
            {
                $status = $this->client->jobStatus($job_handle);
                $this->client->rethrow();
                if ($this->client->returned !== GEARMAN_SUCCESS && $this->client->returned !== GEARMAN_IO_WAIT) {
                    warn($this->client->error());
                }
                return $status;
            }

            public function jobStatusByUniqueKey(string $unique_key): array
            {
                $status = $this->client->jobStatusByUnique($unique_key, $code);
                $this->client->rethrow();
                if ($code !== GEARMAN_SUCCESS && $code !== GEARMAN_IO_WAIT) {
                    warn($this->client->error());
                }
                return $status;
            }

            // Tasks.

            /**
             * @param string|int|float $workload
             * @param mixed $context
             * @return GearmanTask|false
             */
            public function addTask(string $function_name, $workload, $context = null, ?string $unique_key = null)
            {
                $hasContext = func_num_args() > 2;
                return $this->add(GEARMAN_COMMAND_SUBMIT_JOB, $function_name, $workload, $context, $hasContext, $unique_key);
            }

            /**
             * @param string|int|float $workload
             * @param mixed $context
             * @return GearmanTask|false
             */
            public function addTaskHigh(string $function_name, $workload, $context = null, ?string $unique_key = null)
            {
                $hasContext = func_num_args() > 2;
                return $this->add(GEARMAN_COMMAND_SUBMIT_JOB_HIGH, $function_name, $workload, $context, $hasContext, $unique_key);
            }

            /**
             * @param string|int|float $workload
             * @param mixed $context
             * @return GearmanTask|false
             */
            public function addTaskLow(string $function_name, $workload, $context = null, ?string $unique_key = null)
            {
                $hasContext = func_num_args() > 2;
                return $this->add(GEARMAN_COMMAND_SUBMIT_JOB_LOW, $function_name, $workload, $context, $hasContext, $unique_key);
            }

            /**
             * @param string|int|float $workload
             * @param mixed $context
             * @return GearmanTask|false
             */
            public function addTaskBackground(string $function_name, $workload, $context = null, ?string $unique_key = null)
            {
                $hasContext = func_num_args() > 2;
                return $this->add(GEARMAN_COMMAND_SUBMIT_JOB_BG, $function_name, $workload, $context, $hasContext, $unique_key);
            }

            /**
             * @param string|int|float $workload
             * @param mixed $context
             * @return GearmanTask|false
             */
            public function addTaskHighBackground(string $function_name, $workload, $context = null, ?string $unique_key = null)
            {
                $hasContext = func_num_args() > 2;
                return $this->add(GEARMAN_COMMAND_SUBMIT_JOB_HIGH_BG, $function_name, $workload, $context, $hasContext, $unique_key);
            }

            /**
             * @param string|int|float $workload
             * @param mixed $context
             * @return GearmanTask|false
             */
            public function addTaskLowBackground(string $function_name, $workload, $context = null, ?string $unique_key = null)
            {
                $hasContext = func_num_args() > 2;
                return $this->add(GEARMAN_COMMAND_SUBMIT_JOB_LOW_BG, $function_name, $workload, $context, $hasContext, $unique_key);
            }

            /** @return GearmanTask|false */
            private function add(int $command, string $function, $workload, $context, bool $hasContext, ?string $unique)
            {
                $task = $this->client->add($command, $function, (string) $workload, $unique);
                $this->client->returned = $task === null ? $this->client->code : GEARMAN_SUCCESS;
                if ($task === null) {
                    warn($this->client->error());
                    return false;
                }
                return $this->handedOut($task, $context, $hasContext);
            }

            private function handedOut(Task $task, $context, bool $hasContext): GearmanTask
            {
                $task->context = $context;
                $task->hasContext = $hasContext;
                $task->owner = $this;
                return $task->shell = shellOfTask($task, $this->client);
            }

            /** @param mixed $context */
            public function addTaskStatus(string $job_handle, $context = null): GearmanTask
            {
                $this->client->returned = GEARMAN_SUCCESS;
                return $this->handedOut($this->client->addStatus($job_handle), $context, func_num_args() > 1);
            }

            public function runTasks(): bool
            {
                $code = $this->client->returned = $this->client->runTasks();
                $this->client->rethrow();
                return $this->isQuiet($code);
            }

            // Callbacks, for tasks that are added from then on.

            public function setWorkloadCallback(callable $function): bool
            {
                $this->client->setCallback(Client::WORKLOAD, $function);
                return true;
            }

            public function setCreatedCallback(callable $function): bool
            {
                $this->client->setCallback(Client::CREATED, $function);
                return true;
            }

            public function setDataCallback(callable $function): bool
            {
                $this->client->setCallback(Client::DATA, $function);
                return true;
            }

            public function setWarningCallback(callable $function): bool
            {
                $this->client->setCallback(Client::WARNING, $function);
                return true;
            }

            public function setStatusCallback(callable $function): bool
            {
                $this->client->setCallback(Client::STATUS, $function);
                return true;
            }

            public function setCompleteCallback(callable $function): bool
            {
                $this->client->setCallback(Client::COMPLETE, $function);
                return true;
            }

            public function setExceptionCallback(callable $function): bool
            {
                $this->enableExceptions();
                $this->client->setCallback(Client::EXCEPTION, $function);
                return true;
            }

            public function setFailCallback(callable $function): bool
            {
                $this->client->setCallback(Client::FAIL, $function);
                return true;
            }

            public function clearCallbacks(): bool
            {
                $this->client->clearCallbacks();
                return true;
            }
        }

        /** A job that was added to a client, until it is finished. */
        class GearmanTask
        {
            private ?Task $task = null;
            private ?Client $client = null;
            private int $returned = GEARMAN_SUCCESS;

            public function __construct()
            {
            }

            public function returnCode(): int
            {
                return $this->returned;
            }

            /** @return string|bool */
            public function functionName()
            {
                return $this->isThere() ? $this->task->name : false;
            }

            /** @return string|bool */
            public function unique()
            {
                return $this->isThere() ? $this->task->unique : false;
            }

            /** @return string|bool */
            public function jobHandle()
            {
                return $this->isThere() ? $this->task->handle : false;
            }

            public function isKnown(): bool
            {
                return $this->isThere() && $this->task->isKnown;
            }

            public function isRunning(): bool
            {
                return $this->isThere() && $this->task->isRunning;
            }

            /** @return int|bool */
            public function taskNumerator()
            {
                return $this->isThere() ? $this->task->numerator : false;
            }

            /** @return int|bool */
            public function taskDenominator()
            {
                return $this->isThere() ? $this->task->denominator : false;
            }

            /** @return string|bool */
            public function data()
            {
                if (!$this->isThere() || $this->client->isUnbuffered()) {
                    return false;
                }
                return $this->task->heard === null ? '' : $this->task->heard->data();
            }

            /** @return int|false */
            public function dataSize()
            {
                if (!$this->isThere()) {
                    return false;
                }
                return $this->task->heard === null ? 0 : strlen($this->task->heard->data());
            }

            /** @return int|false */
            public function sendWorkload(string $data)
            {
                if (!$this->isThere() || $this->task->con === null) {
                    return false;
                }
                // The workload was sent with the job: libgearman gives its refusal for a number of bytes.
                return $this->client->fail(GEARMAN_NOT_FLUSHING, 'send_and_flush', 'not flushing');
            }

            /** @return array|bool */
            public function recvData(int $data_len)
            {
                if (!$this->isThere() || $this->task->con === null) {
                    return false;
                }
                $this->returned = GEARMAN_SUCCESS;
                $data = $this->client->isUnbuffered() ? $this->task->con->take($data_len) : '';
                return [strlen($data), $data];
            }

            private function isThere(): bool
            {
                return $this->task !== null && $this->task->state !== Task::FREED;
            }
        }

        /** Does jobs. */
        class GearmanWorker
        {
            private Worker $worker;

            public function __construct()
            {
                $this->worker = new Worker();
            }

            public function __destruct()
            {
                $this->worker->closeAll();
            }

            public function returnCode(): ?int
            {
                return $this->worker->returned;
            }

            /** @return string|false */
            public function error()
            {
                return $this->worker->error() ?? false;
            }

            /** @return int|false */
            public function getErrno()
            {
                return $this->worker->errno;
            }

            // Settings.

            public function options(): ?int
            {
                return $this->worker->options();
            }

            public function setOptions(int $option): ?bool
            {
                $this->worker->setOptions($option);
                return true;
            }

            public function addOptions(int $option): ?bool
            {
                $this->worker->addOptions($option);
                return true;
            }

            public function removeOptions(int $option): ?bool
            {
                $this->worker->removeOptions($option);
                return true;
            }

            public function timeout(): ?int
            {
                return $this->worker->timeout;
            }

            /** @param int $timeout ms after which work() returns without a job; never at -1 */
            public function setTimeout(int $timeout): bool
            {
                $this->worker->setTimeout($timeout);
                return true;
            }

            public function setId(string $id): bool
            {
                return $this->worker->setId($id) === GEARMAN_SUCCESS;
            }

            // Servers.

            public function addServer(?string $host = null, int $port = 0): bool
            {
                return $this->added($this->worker->addServer($host, $port));
            }

            public function addServers(?string $servers = null): bool
            {
                return $this->added($this->worker->addServers($servers));
            }

            private function added(int $code): bool
            {
                $isAdded = $this->keep($code);
                if ($isAdded && !$this->worker->setServerOption('exceptions')) {
                    throw new GearmanException('Failed to set exception option');
                }
                return $isAdded;
            }

            /** Keeps a code, and warns unless it is success or one of `$silent`. */
            private function keep(int $code, int ...$silent): bool
            {
                $this->worker->returned = $code;
                if ($code !== GEARMAN_SUCCESS && !in_array($code, $silent, true)) {
                    warn($this->worker->error());
                }
                return $code === GEARMAN_SUCCESS;
            }

            public function wait(): bool
            {
                return $this->keep($this->worker->wait(), GEARMAN_TIMEOUT);
            }

            public function ping(string $data): bool
            {
                return $this->keep($this->worker->echo($data));
            }

            // Functions.

            public function register(string $function_name, int $timeout = 0): bool
            {
                return $this->keep($this->worker->register($function_name, $timeout, null, null));
            }

            public function unregister(string $function_name): bool
            {
                return $this->keep($this->worker->unregister($function_name));
            }

            public function unregisterAll(): bool
            {
                return $this->keep($this->worker->unregisterAll());
            }

            /**
             * @param mixed $context second argument of the function
             * @param int $timeout s after which the server takes a job away
             */
            public function addFunction(string $function_name, callable $function, $context = null, int $timeout = 0): bool
            {
                $code = $this->worker->returned = $this->worker->register($function_name, $timeout, $function, $context);
                if ($code !== GEARMAN_SUCCESS) {
                    warn('Unable to add function to Gearman Worker: ' . $this->worker->error() . ' ' . Code::name($code));
                }
                return $code === GEARMAN_SUCCESS;
            }

            // Jobs.

            /** @return GearmanWorker|false the extension declares a worker and returns a GearmanJob, and so does this */
            public function grabJob()
            {
                $code = $this->worker->returned = $this->worker->grabJob($job);
                if ($code !== GEARMAN_SUCCESS && $code !== GEARMAN_IO_WAIT) {
                    warn($this->worker->error());
                    return false;
                }
                return $job === null ? new GearmanJob() : Gearbench\DropIn\shellOfJob($job);
            }

            public function work(): bool
            {
                return $this->keep(
                    $this->worker->work(),
                    GEARMAN_IO_WAIT,
                    GEARMAN_WORK_FAIL,
                    GEARMAN_TIMEOUT,
                    GEARMAN_WORK_EXCEPTION,
                    GEARMAN_NO_JOBS
                );
            }
        }

        /** A job that a worker does. */
        class GearmanJob
        {
            private ?Job $job = null;
            private int $returned = GEARMAN_SUCCESS;

            public function __destruct()
            {
            }

            public function returnCode(): ?int
            {
                return $this->returned;
            }

            public function setReturn(int $gearman_return_t): ?bool
            {
                if ($gearman_return_t < GEARMAN_SUCCESS || $gearman_return_t > GEARMAN_MAX_RETURN) {
                    warn("Invalid gearman_return_t: $gearman_return_t");
                    return false;
                }
                $this->returned = $gearman_return_t;
                return true;
            }

            public function sendData(string $data): ?bool
            {
                return $this->job !== null && $this->keep($this->job->sendData($data));
            }

            public function sendWarning(string $warning): bool
            {
                return $this->job !== null && $this->keep($this->job->sendWarning($warning));
            }

            public function sendStatus(int $numerator, int $denominator): bool
            {
                return $this->keep($this->job === null ? null : $this->job->sendStatus($numerator, $denominator));
            }

            public function sendComplete(string $result): bool
            {
                return $this->keep($this->job === null ? null : $this->job->sendComplete($result));
            }

            public function sendException(string $exception): bool
            {
                return $this->keep($this->job === null ? null : $this->job->sendException($exception));
            }

            public function sendFail(): bool
            {
                return $this->keep($this->job === null ? null : $this->job->sendFail());
            }

            private function keep(?int $code): bool
            {
                $this->returned = $code ?? Code::INVALID_ARGUMENT;
                if ($this->returned !== GEARMAN_SUCCESS && $this->returned !== GEARMAN_IO_WAIT) {
                    warn($this->job === null ? null : $this->job->error());
                    return false;
                }
                return true;
            }

            /** @return string|bool */
            public function handle()
            {
                return $this->job === null ? false : $this->job->handle;
            }

            /** @return string|bool */
            public function functionName()
            {
                return $this->job === null ? false : $this->job->function;
            }

            /** @return string|bool */
            public function unique()
            {
                return $this->job === null ? false : $this->job->unique;
            }

            public function workload(): string
            {
                return $this->job === null ? '' : $this->job->workload;
            }

            public function workloadSize(): ?int
            {
                return $this->job === null ? 0 : strlen($this->job->workload);
            }
        }
    }
}

// -------------------------------------------------------------------------------------------------------- the functions

namespace {

    if (defined('GEARBENCH_DROP_IN') && !function_exists('gearman_version')) {

        function gearman_version(): string
        {
            return '1.1.20';
        }

        function gearman_bugreport(): string
        {
            return 'https://github.com/gearman/gearmand/issues';
        }

        function gearman_verbose_name(int $verbose): ?string
        {
            if ($verbose < 0) {
                Gearbench\DropIn\warn('Input must be an integer greater than 0.');
                return null;
            }
            return ['NEVER', 'FATAL', 'ERROR', 'INFO', 'DEBUG', 'CRAZY'][$verbose] ?? 'UNKNOWN';
        }

        /** @return GearmanClient|false */
        function gearman_client_create()
        {
            return new GearmanClient();
        }

        /** @return GearmanWorker|false */
        function gearman_worker_create()
        {
            return new GearmanWorker();
        }

        function gearman_client_return_code(GearmanClient $obj): ?int
        {
            return $obj->returnCode();
        }

        /** @return string|false|null */
        function gearman_client_error(GearmanClient $obj)
        {
            return $obj->error();
        }

        function gearman_client_get_errno(GearmanClient $obj): ?int
        {
            return $obj->getErrno();
        }

        function gearman_client_options(GearmanClient $obj): ?int
        {
            return $obj->options();
        }

        function gearman_client_set_options(GearmanClient $obj, int $option): bool
        {
            return $obj->setOptions($option);
        }

        function gearman_client_add_options(GearmanClient $obj, int $option): bool
        {
            return $obj->addOptions($option);
        }

        function gearman_client_remove_options(GearmanClient $obj, int $option): bool
        {
            return $obj->removeOptions($option);
        }

        function gearman_client_timeout(GearmanClient $obj): ?int
        {
            return $obj->timeout();
        }

        function gearman_client_set_timeout(GearmanClient $obj, int $timeout): bool
        {
            return $obj->setTimeout($timeout);
        }

        function gearman_client_add_server(
            GearmanClient $obj,
            ?string $host = null,
            int $port = 0,
            bool $setupExceptionHandler = true
        ): bool {
            return $obj->addServer($host, $port, $setupExceptionHandler);
        }

        function gearman_client_add_servers(
            GearmanClient $obj,
            ?string $servers = null,
            bool $setupExceptionHandler = true
        ): bool {
            return $obj->addServers($servers, $setupExceptionHandler);
        }

        function gearman_client_wait(GearmanClient $obj): bool
        {
            return $obj->wait();
        }

        function gearman_client_do_normal(
            GearmanClient $obj,
            string $function,
            string $workload,
            ?string $unique = null
        ): string {
            return $obj->doNormal($function, $workload, $unique);
        }

        function gearman_client_do_high(
            GearmanClient $obj,
            string $function,
            string $workload,
            ?string $unique = null
        ): string {
            return $obj->doHigh($function, $workload, $unique);
        }

        function gearman_client_do_low(
            GearmanClient $obj,
            string $function,
            string $workload,
            ?string $unique = null
        ): string {
            return $obj->dolow($function, $workload, $unique);
        }

        function gearman_client_do_background(
            GearmanClient $obj,
            string $function,
            string $workload,
            ?string $unique = null
        ): string {
            return $obj->doBackground($function, $workload, $unique);
        }

        function gearman_client_do_high_background(
            GearmanClient $obj,
            string $function,
            string $workload,
            ?string $unique = null
        ): string {
            return $obj->doHighBackground($function, $workload, $unique);
        }

        function gearman_client_do_low_background(
            GearmanClient $obj,
            string $function,
            string $workload,
            ?string $unique = null
        ): string {
            return $obj->doLowBackground($function, $workload, $unique);
        }

        function gearman_client_do_job_handle(GearmanClient $obj): string
        {
            return $obj->doJobHandle();
        }

        function gearman_client_do_status(GearmanClient $obj): array
        {
            return $obj->doStatus();
        }

        function gearman_client_job_status(GearmanClient $obj, string $job_handle): array
        {
            return $obj->jobStatus($job_handle);
        }

        function gearman_client_job_status_by_unique_key(GearmanClient $obj, string $unique_key): array
        {
            return $obj->jobStatusByUniqueKey($unique_key);
        }

        function gearman_client_ping(GearmanClient $obj, string $workload): bool
        {
            return $obj->ping($workload);
        }

        /**
         * @param string|int|float $workload
         * @param mixed $context
         * @return GearmanTask|false
         */
        function gearman_client_add_task(
            GearmanClient $obj,
            string $function_name,
            $workload,
            $context = null,
            ?string $unique_key = null
        ) {
            return $obj->addTask(...array_slice(func_get_args(), 1));
        }

        /**
         * @param string|int|float $workload
         * @param mixed $context
         * @return GearmanTask|false
         */
        function gearman_client_add_task_high(
            GearmanClient $obj,
            string $function_name,
            $workload,
            $context = null,
            ?string $unique_key = null
        ) {
            return $obj->addTaskHigh(...array_slice(func_get_args(), 1));
        }

        /**
         * @param string|int|float $workload
         * @param mixed $context
         * @return GearmanTask|false
         */
        function gearman_client_add_task_low(
            GearmanClient $obj,
            string $function_name,
            $workload,
            $context = null,
            ?string $unique_key = null
        ) {
            return $obj->addTaskLow(...array_slice(func_get_args(), 1));
        }

        /**
         * @param string|int|float $workload
         * @param mixed $context
         * @return GearmanTask|false
         */
        function gearman_client_add_task_background(
            GearmanClient $obj,
            string $function_name,
            $workload,
            $context = null,
            ?string $unique_key = null
        ) {
            return $obj->addTaskBackground(...array_slice(func_get_args(), 1));
        }

        /**
         * @param string|int|float $workload
         * @param mixed $context
         * @return GearmanTask|false
         */
        function gearman_client_add_task_high_background(
            GearmanClient $obj,
            string $function_name,
            $workload,
            $context = null,
            ?string $unique_key = null
        ) {
            return $obj->addTaskHighBackground(...array_slice(func_get_args(), 1));
        }

        /**
         * @param string|int|float $workload
         * @param mixed $context
         * @return GearmanTask|false
         */
        function gearman_client_add_task_low_background(
            GearmanClient $obj,
            string $function_name,
            $workload,
            $context = null,
            ?string $unique_key = null
        ) {
            return $obj->addTaskLowBackground(...array_slice(func_get_args(), 1));
        }

        function gearman_client_run_tasks(GearmanClient $obj): bool
        {
            return $obj->runTasks();
        }

        /** @param mixed $context */
        function gearman_client_add_task_status(GearmanClient $obj, string $job_handle, $context = null): GearmanTask
        {
            return $obj->addTaskStatus(...array_slice(func_get_args(), 1));
        }

        function gearman_client_set_workload_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setWorkloadCallback($function);
        }

        function gearman_client_set_created_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setCreatedCallback($function);
        }

        function gearman_client_set_data_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setDataCallback($function);
        }

        function gearman_client_set_warning_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setWarningCallback($function);
        }

        function gearman_client_set_status_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setStatusCallback($function);
        }

        function gearman_client_set_complete_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setCompleteCallback($function);
        }

        function gearman_client_set_exception_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setExceptionCallback($function);
        }

        function gearman_client_set_fail_callback(GearmanClient $obj, callable $function): bool
        {
            return $obj->setFailCallback($function);
        }

        function gearman_client_clear_callbacks(GearmanClient $obj): bool
        {
            return $obj->clearCallbacks();
        }

        function gearman_client_context(GearmanClient $obj): string
        {
            return $obj->context();
        }

        function gearman_client_set_context(GearmanClient $obj, string $data): bool
        {
            return $obj->setContext($data);
        }

        function gearman_client_enable_exception_handler(GearmanClient $obj): bool
        {
            return $obj->enableExceptionHandler();
        }

        function gearman_job_return_code(GearmanJob $obj): ?int
        {
            return $obj->returnCode();
        }

        function gearman_job_set_return(GearmanJob $obj, int $gearman_return_t): ?bool
        {
            return $obj->setReturn($gearman_return_t);
        }

        function gearman_job_send_data(GearmanJob $obj, string $data): ?bool
        {
            return $obj->sendData($data);
        }

        function gearman_job_send_warning(GearmanJob $obj, string $warning): bool
        {
            return $obj->sendWarning($warning);
        }

        function gearman_job_send_status(GearmanJob $obj, int $numerator, int $denominator): bool
        {
            return $obj->sendStatus($numerator, $denominator);
        }

        function gearman_job_send_complete(GearmanJob $obj, string $result): bool
        {
            return $obj->sendComplete($result);
        }

        function gearman_job_send_exception(GearmanJob $obj, string $exception): bool
        {
            return $obj->sendException($exception);
        }

        function gearman_job_send_fail(GearmanJob $obj): bool
        {
            return $obj->sendFail();
        }

        /** @return string|bool */
        function gearman_job_handle(GearmanJob $obj)
        {
            return $obj->handle();
        }

        /** @return string|bool */
        function gearman_job_function_name(GearmanJob $obj)
        {
            return $obj->functionName();
        }

        /** @return string|bool */
        function gearman_job_unique(GearmanJob $obj)
        {
            return $obj->unique();
        }

        function gearman_job_workload(GearmanJob $obj): string
        {
            return $obj->workload();
        }

        function gearman_job_workload_size(GearmanJob $obj): ?int
        {
            return $obj->workloadSize();
        }

        function gearman_task_return_code(GearmanTask $obj): ?int
        {
            return $obj->returnCode();
        }

        /** @return string|bool|null */
        function gearman_task_function_name(GearmanTask $obj)
        {
            return $obj->functionName();
        }

        /** @return string|bool|null */
        function gearman_task_unique(GearmanTask $obj)
        {
            return $obj->unique();
        }

        /** @return string|bool|null */
        function gearman_task_job_handle(GearmanTask $obj)
        {
            return $obj->jobHandle();
        }

        function gearman_task_is_known(GearmanTask $obj): ?bool
        {
            return $obj->isKnown();
        }

        function gearman_task_is_running(GearmanTask $obj): ?bool
        {
            return $obj->isRunning();
        }

        /** @return int|bool|null */
        function gearman_task_numerator(GearmanTask $obj)
        {
            return $obj->taskNumerator();
        }

        /** @return int|bool|null */
        function gearman_task_denominator(GearmanTask $obj)
        {
            return $obj->taskDenominator();
        }

        /** @return string|bool|null */
        function gearman_task_data(GearmanTask $obj)
        {
            return $obj->data();
        }

        /** @return int|false */
        function gearman_task_data_size(GearmanTask $obj)
        {
            return $obj->dataSize();
        }

        /** @return int|false */
        function gearman_task_send_workload(GearmanTask $obj, string $data)
        {
            return $obj->sendWorkload($data);
        }

        /** @return array|bool */
        function gearman_task_recv_data(GearmanTask $obj, int $data_len)
        {
            return $obj->recvData($data_len);
        }

        function gearman_worker_return_code(GearmanWorker $obj): ?int
        {
            return $obj->returnCode();
        }

        /** @return string|false */
        function gearman_worker_error(GearmanWorker $obj)
        {
            return $obj->error();
        }

        /** @return int|false */
        function gearman_worker_errno(GearmanWorker $obj)
        {
            return $obj->getErrno();
        }

        function gearman_worker_options(GearmanWorker $obj): ?int
        {
            return $obj->options();
        }

        function gearman_worker_set_options(GearmanWorker $obj, int $option): ?bool
        {
            return $obj->setOptions($option);
        }

        function gearman_worker_add_options(GearmanWorker $obj, int $option): ?bool
        {
            return $obj->addOptions($option);
        }

        function gearman_worker_remove_options(GearmanWorker $obj, int $option): ?bool
        {
            return $obj->removeOptions($option);
        }

        function gearman_worker_timeout(GearmanWorker $obj): ?int
        {
            return $obj->timeout();
        }

        function gearman_worker_set_timeout(GearmanWorker $obj, int $timeout): bool
        {
            return $obj->setTimeout($timeout);
        }

        function gearman_worker_set_id(GearmanWorker $obj, string $id): bool
        {
            return $obj->setId($id);
        }

        function gearman_worker_add_server(GearmanWorker $obj, ?string $host = null, int $port = 0): bool
        {
            return $obj->addServer($host, $port);
        }

        function gearman_worker_add_servers(GearmanWorker $obj, ?string $servers = null): bool
        {
            return $obj->addServers($servers);
        }

        function gearman_worker_wait(GearmanWorker $obj): bool
        {
            return $obj->wait();
        }

        function gearman_worker_register(GearmanWorker $obj, string $function_name, int $timeout = 0): bool
        {
            return $obj->register($function_name, $timeout);
        }

        function gearman_worker_unregister(GearmanWorker $obj, string $function_name): bool
        {
            return $obj->unregister($function_name);
        }

        function gearman_worker_unregister_all(GearmanWorker $obj): bool
        {
            return $obj->unregisterAll();
        }

        /** @return GearmanWorker|false */
        function gearman_worker_grab_job(GearmanWorker $obj)
        {
            return $obj->grabJob();
        }

        /** @param mixed $context */
        function gearman_worker_add_function(
            GearmanWorker $obj,
            string $function_name,
            callable $function,
            $context = null,
            int $timeout = 0
        ): bool {
            return $obj->addFunction($function_name, $function, $context, $timeout);
        }

        function gearman_worker_work(GearmanWorker $obj): bool
        {
            return $obj->work();
        }

        function gearman_worker_ping(GearmanWorker $obj, string $data): bool
        {
            return $obj->ping($data);
        }
    }
}
