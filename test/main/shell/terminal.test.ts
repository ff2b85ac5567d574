import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openTerminal, startOf } from '../../../main/shell/terminal.ts';
import { terminalScript } from '../../../main/shell/terminal-script.ts';
import { textsFor } from '../../../main/shell/texts.ts';
import { quotedForBatch } from '../../../main/util/shell-quote.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const en = textsFor('en', 'en');
const command = (argv: string[], more = {}) => ({
  argv,
  environment: {},
  folder: null,
  administrator: false,
  ...more,
});

test.each([
  ['darwin', [], ['/usr/bin/open', '/a b/1.command'], '/a b/1.command'],
  ['win32', [], ['cmd.exe', '/d', '/s', '/k', '""C:\\a b\\1.cmd""'], 'C:\\a b\\1.cmd'],
  ['linux', ['xterm', 'konsole'], ['konsole', '-e', '/bin/sh', '/a b/1.sh'], '/a b/1.sh'],
  ['linux', ['gnome-terminal', 'x-terminal-emulator'], ['x-terminal-emulator', '-e', '/bin/sh', '/s'], '/s'],
  ['linux', ['gnome-terminal', 'xterm'], ['gnome-terminal', '--', '/bin/sh', '/s'], '/s'],
  ['linux', ['kitty'], ['kitty', '/bin/sh', '/s'], '/s'],
] as const)('on %s with %s a terminal is opened by %s', (platform, programs, argv, script) => {
  expect(startOf(script, platform, (name) => (programs as readonly string[]).includes(name))?.argv).toEqual(argv);
});

test('where no terminal is known there is none', () => {
  expect(startOf('/s', 'linux', () => false)).toBe(null);
});

const HOSTILE = [
  "a'b",
  '"; touch x',
  '$(touch x)',
  '`touch x`',
  'a b',
  '',
  '-n',
  'a\nb',
  '%s\\n',
  '!x',
  '*',
  '~',
  '漢',
];

/** Runs the script as a terminal does, with a person who presses Return, or who closes the window. */
async function typed(script: string, answer = '\n'): Promise<{ stdout: string; folder: string }> {
  const folder = await temporaryFolder();
  const file = join(folder, '1.command');
  await writeFile(file, script);
  const running = promisify(execFile)('/bin/sh', [file], { cwd: folder, env: { ...process.env, SHELL: '/bin/true' } });
  running.child.stdin?.end(answer);
  const { stdout } = await running;
  return { stdout, folder };
}

test('the command is shown, run after Return with its variables and in its folder, and its end is told', async () => {
  const place = await temporaryFolder();
  const parts = { texts: en, platform: 'darwin', root: true } as const;
  const script = terminalScript(
    command(['/bin/sh', '-c', 'pwd; echo "$OURS"; exit 4'], { environment: { OURS: "it's" }, folder: place }),
    parts,
  );
  const { stdout, folder } = await typed(script);
  expect(stdout).toContain(`$ cd ${place} && OURS='it'\\''s' /bin/sh -c `);
  expect(stdout).toContain(`window.${place}\nit's\n\nExit code 4\n`);
  expect(await readdir(folder)).toEqual([]);
});

test('words of any kind are words, in what is shown and in what is run', async () => {
  const parts = { texts: textsFor('zh', 'zh'), platform: 'linux', root: true } as const;
  const { stdout, folder } = await typed(terminalScript(command(['printf', '<%s>', ...HOSTILE]), parts));
  expect(stdout).toContain(HOSTILE.map((word) => `<${word}>`).join(''));
  expect(await readdir(folder)).toEqual([]);
});

test('nothing is run where the window is closed', async () => {
  const parts = { texts: en, platform: 'linux', root: true } as const;
  const { stdout } = await typed(terminalScript(command(['echo', 'ran']), parts), '');
  expect(stdout).toBe(`$ echo ran\n\n${en.terminalAsk}`);
});

test('what takes an administrator has sudo before it, unless the person is one', () => {
  const install = command(['apt-get', 'install', '-y', 'php8.2-gearman'], { administrator: true });
  const of = (root: boolean) => terminalScript(install, { texts: en, platform: 'linux', root }).split('\n');
  expect(of(false)).toContain('sudo apt-get install -y php8.2-gearman');
  expect(of(true)).toContain('apt-get install -y php8.2-gearman');
  expect(of(false).join()).toContain('$ sudo apt-get install');
});

test('a batch file for Windows', () => {
  const script = terminalScript(
    command(['gearbench', 'serve', '--port', '4731', 'a "b" & 100%'], {
      environment: { A: '50%' },
      folder: 'C:\\Users\\Ada B\\',
    }),
    { texts: en, platform: 'win32', root: false },
  );
  const line = 'gearbench serve --port 4731 "a "\\^""b"\\^"" & 100%%"';
  expect(script.split('\r\n')).toEqual([
    '@echo off',
    'chcp 65001 >nul',
    'cd /d "C:\\Users\\Ada B\\\\"',
    'set "A=50%%"',
    `echo ^> ${line}`,
    'echo Press Return to run it, or close this window.',
    'pause >nul',
    line,
    '',
  ]);
  expect(quotedForBatch('C:\\php\\php.exe')).toBe('C:\\php\\php.exe');
});

/** A folder with a terminal that runs what it is given, as all do, without showing it. */
async function withTerminal() {
  const bin = await temporaryFolder();
  const said = join(bin, 'said');
  await writeFile(
    join(bin, 'x-terminal-emulator'),
    `#!/bin/sh\nshift\necho | SHELL=/bin/true "$@" >'${said}.part'\nmv '${said}.part' '${said}'\n`,
    {
      mode: 0o755,
    },
  );
  return { PATH: `${bin}:/usr/bin:/bin`, said: () => readFile(said, 'utf8').catch(() => '') };
}

test.skipIf(process.platform !== 'linux')(
  'a terminal is opened with the command, and nothing is left of it',
  async () => {
    const { PATH, said } = await withTerminal();
    const folder = join(await temporaryFolder(), 'terminal');
    await mkdir(folder);
    await writeFile(join(folder, 'old.sh'), '');
    await utimes(join(folder, 'old.sh'), 1, 1);
    await openTerminal(command(['echo', 'hello there']), { folder, environment: { PATH }, texts: () => en });
    await expect.poll(said).toContain("$ echo 'hello there'");
    expect(await said()).toContain('window.hello there\n\nExit code 0\n');
    expect(await readdir(folder)).toEqual([]);
  },
);

test('where there is no terminal it is said, and no script stays', async () => {
  const folder = await temporaryFolder();
  const parts = { folder, environment: { PATH: folder }, platform: 'linux', texts: () => en } as const;
  await expect(openTerminal(command(['ls']), parts)).rejects.toMatchObject({ code: 'terminal-missing' });
  expect(await readdir(folder)).toEqual([]);
});
