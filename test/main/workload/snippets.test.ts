import { expect, test } from 'vitest';
import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../../../main/contract/snippets.ts';
import { targetOf } from '../../../main/util/gearman-address.ts';
import { LITERALS } from '../../../main/workload/snippets/literals.ts';
import { INLINE, type SnippetJob, snippetOf } from '../../../main/workload/snippets/snippet.ts';
import { HOSTILE } from '../../support/hostile.ts';

/* The languages themselves read them in test/interop/job-snippets.test.ts, where they are installed. */

const ALL = [
  ...['', 'größe\n"x"', "it's"].map((text) => Buffer.from(text)),
  ...HOSTILE.map((text) => Buffer.from(text, 'latin1')),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
];

/** What a literal in double quotes says: escapes of the language, and characters as they are. Throws for anything else. */
function read(literal: string, { ending, escapes }: { ending: RegExp; escapes: RegExp }): string {
  const [, inside = '', rest = ''] = /^"((?:[^"\\]|\\.)*)"(.*)$/su.exec(literal) ?? [];
  if (!ending.test(rest)) throw new Error(`${literal} ends otherwise`);
  return inside.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([0-7]{3})|\\(.)/gsu, (whole, unit, hex, octal, one) => {
    if (!escapes.test(whole)) throw new Error(`${whole} is no escape here`);
    if (one !== undefined) return { n: '\n', r: '\r', t: '\t' }[one as 'n'] ?? one;
    return String.fromCharCode(octal === undefined ? Number.parseInt(unit ?? hex, 16) : Number.parseInt(octal, 8));
  });
}

const bytesOf = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding).toString('hex');
const hexOf = (bytes: Buffer) => bytes.toString('hex');

/** Characters of one literal are either all text or all bytes; where numbers of bytes stand in it, they are bytes. */
const encodingOf = (literal: string): BufferEncoding =>
  /\\x[89a-f]|[^\\]\\x[0-7]|^"\\x/.test(literal) ? 'latin1' : 'utf8';

test('Go reads the same bytes, by its grammar of strings', () => {
  const said = ALL.map((bytes) => {
    const literal = LITERALS.go(bytes);
    return bytesOf(read(literal, { ending: /^$/, escapes: /^\\(?:x..|[nrt"\\])$/ }), encodingOf(literal));
  });
  expect(said).toEqual(ALL.map(hexOf));
});

test('Ruby reads the same bytes, and nothing of it is filled in', () => {
  const said = ALL.map((bytes) => {
    const literal = LITERALS.ruby(bytes);
    expect(literal).not.toMatch(/(?<!\\)(?:\\\\)*#/);
    return bytesOf(read(literal, { ending: /^\.b$/, escapes: /^\\(?:x..|[nrt"\\#])$/ }), encodingOf(literal));
  });
  expect(said).toEqual(ALL.map(hexOf));
});

test('Java reads the same bytes, whatever encoding its compiler takes the source for', () => {
  const said = ALL.map((bytes) => {
    const literal = LITERALS.java(bytes);
    expect(literal).toMatch(/^[ -~]*$/);
    // Unicode escapes are read before anything else: none may be a quote, a backslash or an end of a line.
    expect(literal).not.toMatch(/(?<!\\)(?:\\\\)*\\u00[0-7]/);
    const encoding = literal.endsWith('.getBytes(StandardCharsets.UTF_8)') ? 'utf8' : 'latin1';
    const ending = /^\.getBytes\(StandardCharsets\.(?:UTF_8|ISO_8859_1)\)$/;
    return bytesOf(read(literal, { ending, escapes: /^\\(?:u....|[0-7]{3}|[nrt"\\])$/ }), encoding);
  });
  expect(said).toEqual(ALL.map(hexOf));
});

const job: SnippetJob = {
  ...{ function: 'resize', unique: 'u1', workload: Buffer.from('{"src":"北京"}'), priority: 'high', background: true },
};
const targets = [{ host: '127.0.0.1', port: 4731 }];
const dropIn = "/opt/it's/gearman.php";

test('each language says what it needs, and keeps text readable', () => {
  const text = (language: 'php' | 'php-drop-in' | 'python' | 'perl' | 'shell') =>
    snippetOf({ job, targets, language, dropIn }).text;
  expect(text('php')).toBe(
    [
      ...['<?php', '// Needs the extension gearman.', '', "$function = 'resize';", "$unique = 'u1';"],
      ...[
        `$workload = '{"src":"北京"}';`,
        '',
        '$client = new GearmanClient();',
        "$client->addServer('127.0.0.1', 4731);",
      ],
      '$handle = $client->doHighBackground($function, $workload, $unique);',
      'if ($client->returnCode() !== GEARMAN_SUCCESS) {',
      '    fwrite(STDERR, ($client->error() ?: \'The job failed.\') . "\\n");',
      ...['    exit(1);', '}', 'echo $handle, "\\n";', ''],
    ].join('\n'),
  );
  expect(text('php-drop-in')).toContain("require '/opt/it\\'s/gearman.php'; // instead of the extension gearman\n");
  expect(text('python')).toContain(`WORKLOAD = '{"src":"北京"}'.encode()\nSUBMIT = 32  # SUBMIT_JOB_HIGH_BG\n`);
  expect(text('perl')).toContain('    uniq => "u1",\n    priority => \'high\',\n');
  expect(text('shell')).toMatch(/^printf '.*' \| gearman -p 4731 -f resize -b -I -u u1\n$/);
});

test('several servers stand as each language takes them, and what it does not take is said', () => {
  const several = ['10.0.0.1:4730', 'queue.example:4731'].map(targetOf);
  const text = (language: SnippetLanguage, places = several) =>
    snippetOf({ job, targets: places, language, dropIn }).text;
  expect(text('php')).toContain("    $client->addServers('10.0.0.1:4730,queue.example:4731');\n");
  expect(text('perl')).toContain(
    'job_servers => [\n    { host => "10.0.0.1", port => 4730 },\n    { host => "queue.example", port => 4731 },\n]);',
  );
  expect(text('shell')).toMatch(/\| GEARMAN_SERVERS=queue\.example:4731 gearman -h 10\.0\.0\.1 -f resize/);
  for (const language of ['python', 'node', 'ruby', 'go', 'java'] as const) {
    const said = text(language);
    expect(said.indexOf('"10.0.0.1"')).toBeLessThan(said.indexOf('"queue.example"'));
    expect(said).toContain('The job goes to the first that answers.');
  }
  const six = [...several, targetOf('[::1]:4732')];
  expect(text('php', six)).toContain(`    $client->addServer('::1', 4732);\n`);
  expect(text('shell', six)).toMatch(/^# Without \[::1\]:4732: a list for gearman cannot have IPv6 addresses\.\n/);
});

test('a name beyond ASCII is one that every resolver takes', () => {
  const places = ['队列.example:4730', 'größe.example:4731'].map(targetOf);
  for (const language of SNIPPET_LANGUAGES) {
    const { text, servers } = snippetOf({ job, targets: places, language, dropIn });
    for (const name of ['xn--1br817n.example', 'xn--gre-6ka8i.example'])
      expect([language, text]).toEqual([language, expect.stringContaining(name)]);
    expect(servers).toEqual(['队列.example:4730', 'größe.example:4731']);
  }
});

test('a workload that is too long to be read is in a file beside it', () => {
  const long = { ...job, workload: Buffer.alloc(INLINE + 1, 'x') };
  for (const language of ['php', 'python', 'node', 'perl', 'ruby', 'go', 'java', 'shell'] as const) {
    const { text, workloadFile } = snippetOf({ job: long, targets, language, dropIn });
    expect([workloadFile, text.includes('workload.bin'), text.length < 5000]).toEqual(['workload.bin', true, true]);
  }
});
