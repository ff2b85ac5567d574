<?php
// Finds PHP that 7.4 does not understand: php newer-than-7.4.php FILE…, or the source on standard input. Prints a line for each
// finding, and nothing where there is none. PHP's own tokenizer, of 8.2 or newer, takes the source apart.

/** Functions and classes that came after 7.4. */
const NEWER_NAMES = [
    'str_contains', 'str_starts_with', 'str_ends_with', 'get_debug_type', 'get_resource_id', 'fdiv', 'preg_last_error_msg',
    'array_is_list', 'fsync', 'fdatasync', 'array_find', 'array_find_key', 'array_any', 'array_all', 'array_first', 'array_last',
    'json_validate', 'mb_str_pad', 'mb_trim', 'str_increment', 'str_decrement', 'ini_parse_quantity', 'memory_reset_peak_usage',
    'stream_context_set_options', 'request_parse_body', 'http_get_last_response_headers', 'get_error_handler', 'fpow',
    'enum_exists', 'openssl_cipher_key_length', 'socket_atmark', 'bcfloor', 'iterator_chunk',
    'weakmap', 'stringable', 'attribute', 'phptoken', 'valueerror', 'unhandledmatcherror', 'fiber', 'unitenum', 'backedenum',
    'returntypewillchange', 'allowdynamicproperties', 'sensitiveparameter', 'override', 'internaliterator', 'nodiscard',
];
/** Names that are types, and nothing else, since 8.0 to 8.2. */
const NEWER_TYPES = ['mixed', 'never', 'null', 'false', 'true', 'static'];
const MODIFIERS = [T_PUBLIC, T_PROTECTED, T_PRIVATE];

/** The tokens that mean something: kind, text and line. */
function tokens(string $source): array
{
    $tokens = [];
    $line = 1;
    foreach (token_get_all($source) as $token) {
        [$kind, $text] = is_array($token) ? $token : [$token, $token];
        if (!in_array($kind, [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT, T_INLINE_HTML], true)) {
            $tokens[] = [$kind, $text, $line];
        }
        $line += substr_count($text, "\n");
    }
    return $tokens;
}

/** Index of the bracket that closes the one at `$at`. */
function closing(array $tokens, int $at): int
{
    for ($depth = 0, $index = $at; $index < count($tokens); $index++) {
        $text = $tokens[$index][1];
        $depth += in_array($text, ['(', '[', '{', '${', '{$', '#['], true) ? 1 : 0;
        $depth -= in_array($text, [')', ']', '}'], true) ? 1 : 0;
        if ($depth === 0) {
            return $index;
        }
    }
    return count($tokens) - 1;
}

/** @return list<array{int, string}> Lines and what is newer there. */
function findings(string $source): array
{
    $tokens = tokens($source);
    $found = [];
    $kind = fn (int $index) => $tokens[$index][0] ?? null;
    $text = fn (int $index): string => $tokens[$index][1] ?? '';
    $say = function (int $index, string $what) use (&$found, $tokens) {
        $found[] = [$tokens[$index][2], $what];
    };
    // A type, from `$at` to before `$end`.
    $type = function (int $at, int $end) use ($kind, $text, $say) {
        for ($index = $at; $index < $end; $index++) {
            if ($text($index) === '|') {
                $say($index, 'a union type');
            } elseif ($text($index) === '&' && $kind($index) !== T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG) {
                $say($index, 'an intersection type');
            } elseif (in_array(strtolower($text($index)), NEWER_TYPES, true)) {
                $say($index, "the type {$text($index)}");
            }
        }
    };
    $kinds = [
        T_NULLSAFE_OBJECT_OPERATOR => 'a nullsafe call',
        T_ATTRIBUTE => 'an attribute',
        T_MATCH => 'match',
        T_ENUM => 'an enum',
        T_READONLY => 'readonly',
    ];
    foreach (['T_PIPE' => 'the pipe operator', 'T_PUBLIC_SET' => 'asymmetric visibility', 'T_PROTECTED_SET' => 'asymmetric visibility', 'T_PRIVATE_SET' => 'asymmetric visibility', 'T_PROPERTY_C' => '__PROPERTY__'] as $name => $what) {
        if (defined($name)) {
            $kinds[constant($name)] = $what;
        }
    }
    foreach ($tokens as $index => [$token, $word]) {
        $before = $kind($index - 1);
        $isMember = in_array($before, [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_CONST], true);
        if (isset($kinds[$token]) && !$isMember) {
            $say($index, $kinds[$token]);
        }
        if ($word === '|' && $text($index + 1) === '>') {
            $say($index, 'the pipe operator');
        }
        // Functions: their parameters and what they return.
        if ($token === T_FUNCTION || $token === T_FN) {
            $open = $index + 1;
            while ($text($open) !== '(' && $open < count($tokens)) {
                $open++;
            }
            $close = closing($tokens, $open);
            if ($text($close - 1) === ',') {
                $say($close, 'a comma after the last parameter');
            }
            $start = $open + 1;
            for ($at = $start; $at < $close; $at++) {
                if (in_array($kind($at), MODIFIERS, true)) {
                    $say($at, 'a promoted property');
                }
                if ($kind($at) === T_VARIABLE && ($text($at - 1) !== '$')) {
                    $type($start, $at);
                    // The default, if any: to the comma of the next parameter.
                    for ($at++; $at < $close && $text($at) !== ','; $at++) {
                        if ($kind($at) === T_NEW) {
                            $say($at, 'new in a default');
                        }
                        if (in_array($text($at), ['(', '['], true)) {
                            $at = closing($tokens, $at);
                        }
                    }
                    $start = $at + 1;
                }
            }
            $next = $close + 1;
            if ($kind($next) === T_USE) {
                $end = closing($tokens, $next + 1);
                if ($text($end - 1) === ',') {
                    $say($end, 'a comma after the last used variable');
                }
                $next = $end + 1;
            }
            if ($text($next) === ':') {
                $end = $next + 1;
                while (!in_array($text($end), ['{', ';', '=>'], true) && $end < count($tokens)) {
                    $end++;
                }
                $type($next + 1, $end);
            }
        }
        // Properties and constants of classes.
        if (in_array($token, [T_PUBLIC, T_PROTECTED, T_PRIVATE, T_VAR, T_STATIC], true)) {
            if ($text($index + 1) === '(' && $text($index + 2) === 'set') {
                $say($index, 'asymmetric visibility');
            }
            $end = $index + 1;
            while (in_array($kind($end), [T_STRING, T_ARRAY, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED], true) || in_array($text($end), ['?', '|', '&', '(', ')'], true)) {
                $end++;
            }
            if ($kind($end) === T_VARIABLE && $end > $index + 1) {
                $type($index + 1, $end);
            }
            if ($kind($end) === T_VARIABLE && $text($end + 1) === '{') {
                $say($end, 'a property hook');
            }
        }
        if ($token === T_FINAL && in_array(T_CONST, [$kind($index + 1), $kind($index + 2)], true)) {
            $say($index, 'a final constant');
        }
        if ($token === T_CONST && $kind($index + 1) !== null && $text($index + 2) !== '=' && $before !== T_USE) {
            $say($index, 'a typed constant');
        }
        // Calls.
        if ($word === '(' && $text($index + 1) === '...' && $text($index + 2) === ')') {
            $say($index, 'a first-class callable');
        }
        if ($token === T_STRING && $text($index + 1) === ':' && in_array($text($index - 1), ['(', ','], true)) {
            $say($index, 'a named argument');
        }
        if ($token === T_CATCH && $text(closing($tokens, $index + 1) - 1) !== '' && $kind(closing($tokens, $index + 1) - 1) !== T_VARIABLE) {
            $say($index, 'catch without a variable');
        }
        if ($token === T_THROW && !in_array($text($index - 1), ['{', '}', ';', ')', ':', 'else', 'do', '<?php ', "<?php\n"], true)) {
            $say($index, 'throw in an expression');
        }
        if ($token === T_CLASS && $before === T_DOUBLE_COLON && $kind($index - 2) === T_VARIABLE) {
            $say($index, '::class of an object');
        }
        if ($before === T_DOUBLE_COLON && $word === '{') {
            $say($index, 'a constant by its name');
        }
        if ($token === T_LNUMBER && preg_match('/^0o/i', $word)) {
            $say($index, 'an octal number with 0o');
        }
        if ($token === T_NEW && in_array($text($index - 1), ['=', '=>', '('], true) === false && $text($index + 2) === '(') {
            $end = closing($tokens, $index + 2);
            if (in_array($kind($end + 1), [T_OBJECT_OPERATOR, T_DOUBLE_COLON], true)) {
                $say($index, 'a call of what is new, without parentheses');
            }
        } elseif ($token === T_NEW && $text($index + 2) === '(' && in_array($kind(closing($tokens, $index + 2) + 1), [T_OBJECT_OPERATOR, T_DOUBLE_COLON], true)) {
            $say($index, 'a call of what is new, without parentheses');
        }
        if (in_array($token, [T_STRING, T_NAME_FULLY_QUALIFIED], true) && !$isMember && in_array(ltrim(strtolower($word), '\\'), NEWER_NAMES, true)) {
            $say($index, ltrim($word, '\\') . ', which is newer');
        }
    }
    return $found;
}

$files = array_slice($argv, 1) ?: ['php://stdin'];
foreach ($files as $file) {
    foreach (findings(file_get_contents($file)) as [$line, $what]) {
        echo "$line: $what\n";
    }
}
