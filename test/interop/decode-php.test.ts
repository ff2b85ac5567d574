import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPhp } from '../../main/decode/php.ts';
import { drawn, unhurried } from '../support/decoded.ts';
import { needs } from '../support/peers.ts';

const php = (code: string, input = '') =>
  execFileSync('php', ['-d', 'serialize_precision=17', '-r', code], { input, maxBuffer: 1 << 26 });

test.runIf(needs('php'))('objects, references and who may see what, as PHP itself writes them', () => {
  const written = php(`
    class User { private $id = 1; protected $roles = [1.5, true, null]; public $self; public $same; }
    class Admin extends User { private $id = 2; }
    class Bag implements Serializable { function serialize() { return 'i:1;'; } function unserialize($x) {}
      function __serialize(): array { return ['kept' => 1]; } function __unserialize(array $x): void {} }
    $user = new Admin; $user->self = $user; $user->same = &$user->self;
    echo serialize(['user' => $user, 'again' => $user, 'list' => new ArrayObject(['x']), 'bag' => new Bag, 'big' => PHP_INT_MAX]);
  `);
  const tree = readPhp(written, unhurried());
  expect(tree.problem).toBeNull();
  expect(drawn(tree).map((line) => line.replace(/ @.*/, ''))).toEqual([
    'array',
    '  user: object (Admin)',
    '    id: integer 1 (private User)',
    '    roles: array (protected)',
    '      0: float 1.5',
    '      1: boolean true',
    '      2: null null',
    '    self: reference &$.user',
    '    same: reference &$.user',
    '    id: integer 2 (private Admin)',
    '  again: reference $.user',
    '  list: object (ArrayObject)',
    '    0: integer 0',
    '    1: array',
    '      0: string x',
    '    2: array',
    '    3: null null',
    '  bag: object (Bag)',
    '    kept: integer 1',
    '  big: integer 9223372036854775807',
  ]);
});

/** What PHP says of a text: a line for each scalar, or that it cannot be read. */
const SAYS = `
  while (($line = fgets(STDIN)) !== false) {
    $text = base64_decode($line);
    $value = @unserialize($text, ['allowed_classes' => false]);
    echo $value === false && $text !== 'b:0;' ? 'no' : 'yes', "\\n";
  }`;

test.runIf(needs('php'))('what it can read, PHP can, and the other way round', () => {
  const piece = fc.constantFrom(
    'a:2:{',
    'a:0:{}',
    'a:1:{',
    's:1:"x";',
    'i:0;',
    'i:-7;',
    'N;',
    'b:1;',
    'd:1.5;',
    'O:1:"A":1:{',
    '}',
    's:0:"";',
    'R:1;',
    'r:1;',
  );
  const texts = fc
    .sample(fc.array(piece, { maxLength: 8 }), { numRuns: 3000, seed: 5 })
    .map((pieces) => pieces.join(''));
  const answers = php(SAYS, texts.map((text) => Buffer.from(text).toString('base64')).join('\n'))
    .toString()
    .trim()
    .split('\n');
  const differ = texts.flatMap((text, index) => {
    const { problem } = readPhp(Buffer.from(text), unhurried());
    // PHP passes over what stands behind the value, as it has always done.
    const ours = problem === null || problem.code === 'left' ? 'yes' : 'no';
    return ours === answers[index] ? [] : [`${text}: PHP says ${answers[index]}`];
  });
  expect(differ).toEqual([]);
});
