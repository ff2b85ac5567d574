import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { terminalCommandCalls } from '../../../main/calls/terminal-command.ts';
import { APP_ROOT } from '../../../main/util/app-root.ts';
import type { Launch } from '../../../main/util/command-script.ts';
import { VERSION } from '../../../main/util/version.ts';
import { loginPath } from '../../../main/workers/login-path.ts';
import { mustBe } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CHECKOUT: Launch = { kind: 'checkout', program: join(APP_ROOT, 'bin', 'gearbench') };

/** The calls for a person with an empty home folder and a shell, whose terminals have what their shell says. */
async function person({ shell = '/bin/bash', launch = CHECKOUT, platform = process.platform } = {}) {
  const home = await temporaryFolder();
  const environment = {
    HOME: home,
    PATH: '/usr/bin:/bin',
    TERM: 'dumb',
    ZDOTDIR: home,
    XDG_CONFIG_HOME: `${home}/.config`,
  };
  await writeFile(join(home, '.profile'), '[ -z "$BASH" ] || . ~/.bashrc\n'); // as Debian's
  await writeFile(join(home, '.bashrc'), '');
  const signal = new AbortController().signal;
  const terminalPath = async () => (await loginPath({ shell, environment, signal })) ?? null;
  return {
    home,
    path: join(home, '.local', 'bin', 'gearbench'),
    calls: terminalCommandCalls({ launch, home, platform, shell, terminalPath }),
    /** Types into their terminal; what it printed. */
    types: (line: string) => {
      const { status, stdout, stderr } = spawnSync(shell, ['-i', '-l', '-c', line], {
        env: environment,
        encoding: 'utf8',
      });
      return { status, out: stdout.trim(), err: stderr };
    },
  };
}

const run = (path: string, ...args: string[]) => spawnSync(path, args, { encoding: 'utf8' });

test('it is installed, runs, and is taken away again', async () => {
  const { calls, path } = await person();
  expect(await calls['terminal.state'](undefined)).toMatchObject({ path, state: 'absent', found: 'nothing' });
  expect(await calls['terminal.install'](undefined)).toMatchObject({ path, state: 'installed', found: 'nothing' });
  const { status, stdout } = run(path, '--version');
  expect([status, stdout]).toEqual([0, `${VERSION}\n`]);
  expect(await calls['terminal.remove'](undefined)).toMatchObject({ state: 'absent' });
  expect(await calls['terminal.remove'](undefined)).toMatchObject({ state: 'absent' });
});

test('how it is while it is installed or taken away is told when that is done', async () => {
  const { calls } = await person();
  const installed = calls['terminal.install'](undefined);
  expect(await calls['terminal.state'](undefined)).toMatchObject({ state: 'installed' });
  const removed = calls['terminal.remove'](undefined);
  expect(await calls['terminal.state'](undefined)).toMatchObject({ state: 'absent' });
  await Promise.all([installed, removed]);
});

test.each<[string, (path: string) => Promise<unknown>]>([
  ['a file', (path) => writeFile(path, '#!/bin/sh\necho mine\n')],
  ['a link', (path) => symlink('/bin/true', path)],
  ['a link to nothing', (path) => symlink('/no/such/file', path)],
  ['a folder', (path) => mkdir(path)],
])('%s of somebody else by that name is neither written over nor taken away', async (_what, put) => {
  const { calls, path } = await person();
  await mkdir(dirname(path), { recursive: true });
  await put(path);
  const before = await readFile(path).catch(() => null);
  expect(await calls['terminal.state'](undefined)).toMatchObject({ state: 'foreign' });
  await expect(async () => calls['terminal.install'](undefined)).rejects.toMatchObject({ code: 'command-foreign' });
  await expect(async () => calls['terminal.remove'](undefined)).rejects.toMatchObject({ code: 'command-foreign' });
  expect(await readFile(path).catch(() => null)).toEqual(before);
});

test('where Gearbench has been moved the command says so, and is installed again for the new place', async () => {
  const launch: Launch = { kind: 'program', program: '/no longer/here/it’s', cli: '/no longer/cli.js' };
  const { calls, path, home } = await person({ launch });
  await calls['terminal.install'](undefined);
  const { status, stderr } = run(path, 'help');
  expect(status).toBe(69);
  expect(stderr).toContain('Gearbench is no longer /no longer/here/it’s.');
  const now = terminalCommandCalls({
    launch: CHECKOUT,
    home,
    platform: process.platform,
    shell: '/bin/bash',
    terminalPath: async () => null,
  });
  expect(await now['terminal.state'](undefined)).toMatchObject({ state: 'outdated', found: 'unknown' });
  expect(await now['terminal.install'](undefined)).toMatchObject({ state: 'installed' });
  expect(run(path, 'version').stdout).toBe(`${VERSION}\n`);
});

/** The shells of this machine, where they are. */
const shells = ['bash', 'zsh', 'fish'].flatMap((name) => {
  const path = run('sh', '-c', `command -v ${name}`).stdout.trim();
  return mustBe(path !== '', `${name} must be installed here`) ? [[name, path]] : [];
});

test.each(shells)('%s finds it after the line that is told, and completes it', async (name = '', shell = '') => {
  const { calls, types } = await person({ shell });
  const before = await calls['terminal.install'](undefined);
  expect(before.found).toBe('nothing');
  expect(types(before.pathLine ?? '')).toMatchObject({ status: 0 });
  const after = await calls['terminal.state'](undefined);
  expect(after).toMatchObject({ state: 'installed', found: 'this' });
  expect(types('gearbench --version')).toMatchObject({ status: 0, out: VERSION });
  expect(types(after.completionLine ?? '')).toMatchObject({ status: 0 });
  const asked: Record<string, string> = {
    bash: 'complete -p gearbench',
    zsh: 'print $_comps[gearbench]',
    fish: "complete -C 'gearbench ser'",
  };
  expect(types(asked[name] ?? '').out).toMatch(/_gearbench|^serve\t/);
});

test('another command of that name, which terminals find first, is told', async () => {
  const { calls, home, types } = await person();
  const other = join(home, 'bin', 'gearbench');
  await mkdir(dirname(other));
  await writeFile(other, '#!/bin/sh\n');
  await chmod(other, 0o755);
  types(`echo 'PATH="$HOME/bin:$PATH"' >> ~/.bashrc`);
  expect(await calls['terminal.install'](undefined)).toMatchObject({ found: 'another', another: other });
});

test('the login files of a bash are those of the system, and an unknown shell has no line', async () => {
  const lines = async (shell: string, platform: NodeJS.Platform) =>
    (await person({ shell, platform })).calls['terminal.state'](undefined);
  expect((await lines('/bin/bash', 'darwin')).pathLine).toMatch(/>> ~\/\.profile$/);
  expect((await lines('/bin/bash', 'linux')).pathLine).toMatch(/>> ~\/\.bashrc$/);
  expect(await lines('/bin/dash', 'linux')).toMatchObject({ shell: null, pathLine: null, completionLine: null });
});

test.each([
  '/private/var/folders/x/AppTranslocation/1/d/Gearbench.app/Contents/MacOS/Gearbench',
  '/Volumes/Gearbench/Gearbench.app/x',
])('on a Mac nothing is installed that runs %s', async (program) => {
  const { calls } = await person({ launch: { kind: 'program', program, cli: 'cli.js' }, platform: 'darwin' });
  await expect(async () => calls['terminal.install'](undefined)).rejects.toMatchObject({ code: 'app-not-installed' });
});

test('an AppImage, whose files are elsewhere at each start, runs what is inside of it', async () => {
  const folder = await temporaryFolder();
  const program = join(folder, 'Gearbench.AppImage');
  const inside = join(folder, 'mounted');
  await mkdir(join(inside, 'resources', 'app.asar', 'out', 'main'), { recursive: true });
  await writeFile(
    join(inside, 'resources', 'app.asar', 'out', 'main', 'cli.js'),
    'console.log(JSON.stringify([process.argv.slice(2), process.execArgv]))',
  );
  // Stands for the mounted program: Node takes the place that it runs from to be there.
  await writeFile(
    program,
    `#!/bin/sh\nshift\ncode=$1\nshift 2\nexec '${process.execPath}' -e "process.execPath='${inside}/gearbench'; $code" -- "$@"\n`,
    { mode: 0o755 },
  );
  const { calls, path } = await person({ launch: { kind: 'image', program } });
  await calls['terminal.install'](undefined);
  const { stdout, stderr } = run(path, 'serve', '--port', "it's");
  expect([stdout.trim(), stderr]).toEqual([JSON.stringify([['serve', '--port', "it's"], []]), '']);
});
