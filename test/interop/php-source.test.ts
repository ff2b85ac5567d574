import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { withoutGearman } from './php-without.ts';

/* The text of resources/php/gearman.php: what it defines, what it leaves alone, and that PHP 7.4 can read it. */

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const DROP_IN = join(import.meta.dirname, '../../resources/php/gearman.php');
const script = (name: string) => join(import.meta.dirname, 'php-source', name);

/** Source that 7.4 does not understand, by what is newer in it. */
const NEWER: readonly (readonly [string, string])[] = [
  ['a union type', 'function f(int|string $a) {}'],
  ['a union type', 'function f(): int|false {}'],
  ['a union type', 'class A { public int|string $a; }'],
  ['a union type', 'class A { private static ?A $b; public A|null $a; }'],
  ['a union type', '$f = fn (int|string $a) => $a;'],
  ['an intersection type', 'function f(A&B $a) {}'],
  ['the type mixed', 'function f(mixed $a) {}'],
  ['the type never', 'function f(): never {}'],
  ['the type null', 'function f(): null {}'],
  ['the type false', 'function f(): false {}'],
  ['the type true', 'function f(): true {}'],
  ['the type static', 'class A { public function f(): static {} }'],
  ['the type mixed', 'class A { public mixed $a; }'],
  ['a promoted property', 'class A { public function __construct(private int $a) {} }'],
  ['a promoted property', 'class A { public function __construct(int $b, public readonly int $a) {} }'],
  ['match', '$a = match ($b) { 1 => 2, default => 3 };'],
  ['an enum', 'enum A: string { case B = "b"; }'],
  ['readonly', 'readonly class A {}'],
  ['readonly', 'class A { public readonly int $a; }'],
  ['a nullsafe call', '$a?->b();'],
  ['a named argument', 'f(a: 1);'],
  ['a named argument', 'f($b, a: 1);'],
  ['an attribute', '#[A] function f() {}'],
  ['a first-class callable', '$f = strlen(...);'],
  ['a first-class callable', '$f = $a->b(...);'],
  ['a comma after the last parameter', 'function f($a,) {}'],
  ['a comma after the last used variable', '$f = function () use ($a,) {};'],
  ['catch without a variable', 'try {} catch (Exception) {}'],
  ['throw in an expression', '$a = $b ?? throw new Exception();'],
  ['throw in an expression', '$f = fn () => throw new Exception();'],
  ['::class of an object', '$a = $b::class;'],
  ['new in a default', 'function f($a = new A()) {}'],
  ['an octal number with 0o', '$a = 0o17;'],
  ['a final constant', 'class A { final const B = 1; }'],
  ['a final constant', 'class A { final public const B = 1; }'],
  ['a typed constant', 'class A { const string B = "b"; }'],
  ['a constant by its name', '$a = A::{$b};'],
  ['a property hook', 'class A { public string $a { get => "a"; } }'],
  ['asymmetric visibility', 'class A { public private(set) int $a; }'],
  ['a call of what is new, without parentheses', '$a = new A()->b();'],
  ['the pipe operator', '$a = $b |> strlen(...);'],
  ['str_contains, which is newer', 'if (str_contains($a, $b)) {}'],
  ['str_starts_with, which is newer', 'if (\\str_starts_with($a, $b)) {}'],
  ['WeakMap, which is newer', '$a = new WeakMap();'],
];

/** Source of 7.4 that looks like something newer. */
const OLD: readonly string[] = [
  'class A { public ?int $a = null; private static array $b = []; public const C = 1; public function match() {} }',
  'function f(?string $a = null, int ...$b): ?A { return $a | $b; }',
  'function &f(array &$a, callable $b = null, self $c): self {}',
  '$a->match($b); $a->enum; A::readonly(); $c = $a ? f($b) : g($c); switch ($a) { case B: f(); default: g(); }',
  '$f = static fn (int $a): int => $a & 1; $f = fn (A $a) => $a | 2;',
  '$f = function (int $a = 1 | 2, $b = [1, 2,]) use ($c, &$d): void {}; f($a, $b,); f(...$a);',
  'try { f(); } catch (A | B $error) { throw $error; } finally { g(); }',
  'if ($a) throw new A(); else throw new B(); $a = A::class; $a = 017; $a = 1_000; $a ??= 2;',
  '$a = (new A())->b(); $a = [new A(), "b"]; use function A\\{b, c}; use const A\\B; // #[ok]',
  'static $a = 1; static function f() {} abstract class A { abstract protected function f(): iterable; final public function g(): object {} }',
  '$a = null; $b = false; return true; f(null, false); $a = ["a" => null, "mixed" => static function () {}]; label: goto label;',
];

describe.skipIf(!needs('php'))('the source of the PHP drop-in', () => {
  const bare = withoutGearman();

  /** What is newer than 7.4 in some source: a sentence for each finding. */
  async function newer(source: string): Promise<string[]> {
    const { stdout, stderr } = await run('php', [script('newer-than-7.4.php')], { input: `<?php\n${source}\n` });
    expect(stderr).toBe('');
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => line.replace(/^\d+: /, ''));
  }

  test.each(NEWER)('%s is seen: %s', async (what, source) => {
    expect(await newer(source)).toContain(what);
  });

  test.each(OLD)('nothing is newer in: %s', async (source) => {
    expect(await newer(source)).toEqual([]);
  });

  test('nothing in it, nor in the scripts of a proof, is newer than PHP 7.4', async () => {
    for (const file of [
      DROP_IN,
      ...['common', 'worker', 'client'].map((name) => join(DROP_IN, `../proof/${name}.php`)),
    ])
      expect((await run('php', [script('newer-than-7.4.php'), file])).stdout).toBe('');
  });

  test('it defines what the extension defines, with the same types and defaults, and one constant more', async () => {
    const seen = (args: string[]) => JSON.parse(execFileSync('php', args, { encoding: 'utf8', stdio: 'pipe' }));
    const extension = seen([script('interface.php')]);
    const dropIn = seen([...bare, script('interface.php'), DROP_IN]);
    const { GEARBENCH_DROP_IN, ...constants } = dropIn.constants;
    expect(GEARBENCH_DROP_IN).toBe(version);
    expect(Object.keys(extension.functions).length).toBeGreaterThan(80);
    expect({ ...dropIn, constants }).toEqual(extension);
  });

  test('it prints nothing, also where every notice shows', async () => {
    const all = ['-d', 'error_reporting=-1', '-d', 'display_errors=1'];
    const { stdout, stderr } = await run('php', [...bare, ...all, DROP_IN]);
    expect(stdout + stderr).toBe('');
  });

  test('it does nothing where the extension is there', async () => {
    const input =
      '<?php echo json_encode([defined("GEARBENCH_DROP_IN"), (new ReflectionClass("GearmanClient"))->isInternal()]);';
    const { stdout, stderr } = await run('php', ['-d', `auto_prepend_file=${DROP_IN}`], { input });
    expect([stdout, stderr]).toEqual(['[false,true]', '']);
  });

  test('it can be put before everything that a PHP runs', async () => {
    const input = '<?php echo json_encode([GEARBENCH_DROP_IN, (new ReflectionClass("GearmanClient"))->isInternal()]);';
    const { stdout, stderr } = await run('php', [...bare, '-d', `auto_prepend_file=${DROP_IN}`], { input });
    expect([stdout, stderr]).toEqual([`["${version}",false]`, '']);
  });
});
