import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../../../main/cli/commands.ts';
import { scriptFor } from '../../../main/cli/completion.ts';
import { manualPage } from '../../../main/cli/manual.ts';
import { type OptionTold, optionsIn } from '../../../main/cli/option-told.ts';

const scripts: Record<string, string> = {};
beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) scripts[shell] = (await scriptFor(shell, COMMANDS)) ?? '';
});

/** Runs a script in a shell; what it prints, by lines. */
function inShell(shell: string, script: string, ...args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(shell, [...args, '-c', script], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim().split('\n');
}

test.each<[string, string[], string[]]>([
  ['a command', ['ge'], ['gearmand', 'gearman', 'gearadmin']],
  ['an option', ['serve', '--po'], ['--port']],
  ['a word of its own', ['capture', 'l'], ['live']],
  ['an option of gearman’s', ['gearmand', '--queue'], ['--queue-type']],
  ['nothing that is none', ['serve', '--no-such'], ['']],
])('bash completes %s', (_what, words, expected) => {
  const typed = ['gearbench', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${scripts['bash']}
    COMP_WORDS=(${typed}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _gearbench; printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(inShell('bash', script, '--noprofile', '--norc')).toEqual(expected);
});

test.each<[string, string, string[]]>([
  ['a command', 'gearbench ser', ['serve\tRun the job server, and the workers of a workspace']],
  ['an option', 'gearbench doctor --on', ['--online\tAsk pecl.php.net too;']],
  ['a shell', 'gearbench completion f', ['fish']],
])('fish completes %s', (_what, typed, expected) => {
  expect(inShell('fish', `${scripts['fish']}\ncomplete -C '${typed}'`, '--no-config')).toEqual(expected);
});

test('zsh takes it, and calls it for gearbench', () => {
  const script = `autoload -Uz compinit; compinit -D; ${scripts['zsh']}\nprint $_comps[gearbench]`;
  expect(inShell('zsh', script, '-f')).toEqual(['_gearbench']);
});

test('there is none for another shell', async () => {
  expect([await scriptFor('cmd', COMMANDS), await scriptFor('valueOf', COMMANDS)]).toEqual([undefined, undefined]);
});

test('the manual page has the help of all commands, and no line of it is taken for a request', async () => {
  const page = await manualPage(COMMANDS);
  const requests = new Set(page.split('\n').flatMap((line) => /^[.'](\w*)/.exec(line)?.[1] ?? []));
  expect([...requests].sort()).toEqual(['B', 'I', 'PP', 'SH', 'SS', 'TH', 'fi', 'nf']);
  for (const { name } of COMMANDS) expect(page).toContain(`.SS "gearbench ${name}`);
  expect(page).toContain('\n  \\-\\-port N ');
});

test('every option of every command is told, with what it takes', async () => {
  const told = new Map<string, OptionTold[]>();
  for (const { name, help } of COMMANDS) told.set(name, optionsIn(await help()));
  const option = (command: string, name: string) =>
    told.get(command)?.find(({ long, short }) => long === name || short === name);
  expect(option('serve', '--port')).toEqual({
    short: null,
    long: '--port',
    takesValue: true,
    what: 'Port to listen on (4730)',
  });
  expect(option('gearmand', '-j')).toEqual({
    short: '-j',
    long: '--job-retries',
    takesValue: true,
    what: 'Times in all that a job is given to a worker before it fails, up to 255.',
  });
  expect(option('gearman', '-w')).toMatchObject({ long: '--worker', takesValue: false });
  expect(option('capture', '-e')).toMatchObject({ takesValue: true });
  expect(option('doctor', '--prove')).toMatchObject({ takesValue: false });
  expect(option('serve', '--secrets')).toMatchObject({ takesValue: true });
});
