import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { commandEnvironment, findProgram, variable } from '../../../main/workers/environment.ts';
import { bytes } from '../../support/packets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OWN = {
  PATH: '/usr/bin',
  HOME: '/home/me',
  LANG: 'de_DE.UTF-8',
  TZ: 'UTC',
  ELECTRON_RUN_AS_NODE: '1',
  NODE_OPTIONS: '--inspect',
  AWS_SECRET_ACCESS_KEY: 'secret',
  GEARMAND_PORT: '4730',
  TEMP: 'C:\\Temp',
};

test('a command gets the few variables that programs need, and what is said about the job', () => {
  expect(commandEnvironment(OWN, 'linux', { GEARBENCH_HANDLE: 'H:t:1' })).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/me',
    LANG: 'de_DE.UTF-8',
    TZ: 'UTC',
    GEARBENCH_HANDLE: 'H:t:1',
  });
  expect(commandEnvironment({}, 'linux')).toEqual({ PATH: '' });
});

test('on Windows also those that nothing starts without', () => {
  expect(commandEnvironment({ ...OWN, SystemRoot: 'C:\\Windows', PATHEXT: '.EXE' }, 'win32')).toMatchObject({
    SystemRoot: 'C:\\Windows',
    PATHEXT: '.EXE',
    TEMP: 'C:\\Temp',
  });
});

test('a program from the Dock has the PATH of a terminal, nothing twice', () => {
  const path = (own: NodeJS.ProcessEnv) => commandEnvironment(own, 'darwin')['PATH']?.split(delimiter);
  expect(path({ PATH: '/usr/bin' })).toEqual(['/usr/bin', '/opt/homebrew/bin', '/usr/local/bin']);
  expect(path({ PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter) })).toEqual([
    '/usr/local/bin',
    '/usr/bin',
    '/opt/homebrew/bin',
  ]);
  expect(path({})).toEqual(['/opt/homebrew/bin', '/usr/local/bin']);
});

test('a program is looked for on the PATH, in its order, and must be one', async () => {
  const home = await temporaryFolder();
  const [first, second] = [join(home, 'first'), join(home, 'second')];
  for (const folder of [first, second]) await mkdir(join(folder, 'folder'), { recursive: true });
  for (const path of [join(first, 'text'), join(second, 'text'), join(second, 'tool'), join(home, 'script')])
    await writeFile(path, '');
  for (const path of [join(second, 'text'), join(second, 'tool'), join(home, 'script')]) await chmod(path, 0o755);
  const find = (program: string, path: string[]) => findProgram(program, home, { PATH: path.join(delimiter) }, 'linux');
  expect(find('tool', [first, second])).toBe(join(second, 'tool'));
  expect(find('text', [first, second])).toBe(join(second, 'text')); // in the first it cannot be run
  expect([find('folder', [first]), find('none', [first]), find('tool', [])]).toEqual([undefined, undefined, undefined]);
  expect([find('./script', []), find('second/tool', []), find(join(second, 'tool'), [])]).toEqual([
    join(home, 'script'),
    join(second, 'tool'),
    join(second, 'tool'),
  ]);
  const nearby = relative(process.cwd(), home);
  expect(find('script', ['.', '', nearby])).toBe(undefined); // what lies nearby is not found by chance
});

test('on Windows a program may leave out its ending', async () => {
  const folder = await temporaryFolder();
  for (const name of ['tool.CMD', 'app.exe']) await writeFile(join(folder, name), '', { mode: 0o755 });
  const find = (program: string) => findProgram(program, folder, { PATH: folder, PATHEXT: '.EXE;.CMD' }, 'win32');
  expect([find('tool'), find('app.exe'), find('other')]).toEqual([
    join(folder, 'tool.CMD'),
    join(folder, 'app.exe'),
    undefined,
  ]);
});

test('a fact of a job is text in a variable, without the NULs that none can hold', () => {
  expect(variable(bytes('größe').toString('latin1'))).not.toBe('größe');
  expect(variable(Buffer.from('größe').toString('latin1'))).toBe('größe');
  expect([variable('a\0b'), variable('\xff')]).toEqual(['ab', '\ufffd']);
});
