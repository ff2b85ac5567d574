import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import { definitionOf, twinOf } from '../../../main/workspace/gearman-command.ts';

const HERE = { host: '127.0.0.1', port: 4730 };
const define = (name: string, argv: string[], more: Partial<FunctionDefinition> = {}) =>
  FunctionDefinition.parse({ name, command: { kind: 'argv', argv }, ...more });

test.each<[string, FunctionDefinition]>([
  ['gearman -w -f wc -- wc -l', define('wc', ['wc', '-l'])],
  ['gearman -w -f wc wc -l', define('wc', ['wc', '-l'])],
  ['$ /usr/bin/gearman -wvfwc -h example.com -p 4731 -c10 -- wc', define('wc', ['wc'])],
  [
    "gearman -w -n -f 'größe' -- sh -c 'cat | wc -c'",
    define('größe', ['sh', '-c', 'cat | wc -c'], { output: 'lines' }),
  ],
  ['TZ=UTC A="b c" gearman -w -f date -- date', define('date', ['date'], { environment: { TZ: 'UTC', A: 'b c' } })],
  [
    'A="$A" B=$B TZ=UTC gearman -w -f date -- date',
    define('date', ['date'], { secrets: ['A', 'B'], environment: { TZ: 'UTC' } }),
  ],
  ['bin/gearbench gearman -w -t 1000 -f a -- b', define('a', ['b'])],
  ['gearman -w \\\n  -f a -- b', define('a', ['b'])],
])('%s', (text, definition) => {
  expect(definitionOf(text)).toEqual(definition);
});

test.each([
  ['php worker.php', 'command-not-gearman', 'php'],
  ['', 'command-not-gearman', ''],
  ['gearman -f wc', 'command-no-worker', '-w'],
  ['gearman -w -- wc', 'command-functions', '0'],
  ['gearman -w -f a -f b -- wc', 'command-functions', '2'],
  ["gearman -w -f 'a b' -- wc", 'command-functions', 'a b'],
  ['gearman -w -f wc', 'command-empty', 'wc'],
  ['gearman -w -x -f wc -- wc', 'command-option', '-x'],
  ['gearman -w -f', 'command-option', '-f'],
])('%j is refused: %s', (text, code, what) => {
  expect(() => definitionOf(text)).toThrow(expect.objectContaining({ code, details: { what } }));
});

test('a command with a pipe is no words', () => {
  expect(() => definitionOf('gearman -w -f wc -- wc -l | tee log')).toThrow(
    expect.objectContaining({ code: 'command-unreadable' }),
  );
});

test('the twin says where the server is, where that is not the usual place', () => {
  expect(twinOf(define('wc', ['wc', '-l']), [HERE])).toBe('gearman -w -f wc -- wc -l');
  expect(twinOf(define('wc', ['wc']), [{ host: '::1', port: 4731 }])).toBe('gearman -w -h ::1 -p 4731 -f wc -- wc');
  const beyond = { host: '队列.example', port: 4730 };
  expect(twinOf(define('wc', ['wc']), [beyond])).toBe('gearman -w -h xn--1br817n.example -f wc -- wc');
  expect(twinOf(define('wc', ['wc']), [HERE, beyond])).toBe(
    'GEARMAN_SERVERS=xn--1br817n.example:4730 gearman -w -f wc -- wc',
  );
  const line = FunctionDefinition.parse({ name: 'a', command: { kind: 'shell', line: "echo 'x' | cat" } });
  expect(twinOf(line, [HERE])).toBe("gearman -w -f a -- sh -c 'echo '\\''x'\\'' | cat'");
});

test('the twin of a function of several servers is for all of them, and pasted it has none of its own', () => {
  const several = [
    HERE,
    { host: 'b.example', port: 4731 },
    { host: '::1', port: 4730 },
    { host: '10.0.0.1', port: 4730 },
  ];
  const definition = define('wc', ['wc'], { secrets: ['A'] });
  const twin = twinOf(definition, several);
  expect(twin).toBe('A="$A" GEARMAN_SERVERS=10.0.0.1:4730,b.example:4731 gearman -w -f wc -- wc');
  expect(definitionOf(twin)).toEqual(definition);
});

test('a secret is handed on by the terminal that the twin is pasted into', () => {
  const definition = define('mail', ['send'], { secrets: ['API_KEY'], environment: { TZ: 'UTC' } });
  const twin = twinOf(definition, [HERE]);
  expect(twin).toBe('API_KEY="$API_KEY" TZ=UTC gearman -w -f mail -- send');
  expect(definitionOf(twin)).toEqual(definition);
  for (const other of ['A="$B"', 'A="$A-1"', 'A=$AB'])
    expect(() => definitionOf(`${other} gearman -w -f a -- b`)).toThrow(
      expect.objectContaining({ code: 'command-unreadable' }),
    );
});

test('a definition comes back from its twin', () => {
  const words = fc.array(
    fc.string().filter((word) => !word.includes('\0')),
    { minLength: 1 },
  );
  const name = fc.stringMatching(/^[^\s\p{Cc}]{1,20}$/u);
  fc.assert(
    fc.property(name, words, fc.constantFrom('result', 'lines'), (function_, argv, output) => {
      fc.pre(argv[0] !== '');
      const definition = define(function_, argv, { output: output as 'lines', environment: { A: argv.join('=') } });
      expect(definitionOf(twinOf(definition, [{ host: '::1', port: 1 }]))).toEqual(definition);
    }),
  );
});
