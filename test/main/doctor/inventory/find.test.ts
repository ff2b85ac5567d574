import { expect, test } from 'vitest';
import { findPhps } from '../../../../main/doctor/inventory/find.ts';
import { mayRun, type Platform } from '../../../../main/doctor/machine.ts';
import { type Described, fixtureMachine, together } from '../../../fixtures/machines/machine.ts';
import { MACHINES } from '../../../fixtures/machines/machines.ts';
import { php } from '../../../fixtures/machines/php.ts';
import { mac } from '../../../fixtures/machines/systems.ts';

const find = (described: Described, given: string[] = []) => findPhps(fixtureMachine(described), given);

/** Where each maker puts a PHP. */
const PLACES: readonly [source: string, platform: Platform, path: string][] = [
  ['homebrew', 'darwin', '/opt/homebrew/Cellar/php/8.3.12/bin/php'],
  ['homebrew', 'darwin', '/usr/local/Cellar/php@8.1/8.1.30/bin/php'],
  ['homebrew', 'linux', '/home/linuxbrew/.linuxbrew/opt/php/bin/php'],
  ['macports', 'darwin', '/opt/local/bin/php83'],
  ['herd', 'darwin', '/Users/ada/Library/Application Support/Herd/bin/php83'],
  ['mamp', 'darwin', '/Applications/MAMP/bin/php/php8.3.12/bin/php'],
  ['xampp', 'darwin', '/Applications/XAMPP/xamppfiles/bin/php'],
  ['xampp', 'linux', '/opt/lampp/bin/php'],
  ['ampps', 'darwin', '/Applications/AMPPS/php-8.2/bin/php'],
  ['phpbrew', 'darwin', '/Users/ada/.phpbrew/php/php-7.4.33/bin/php'],
  ['phpenv', 'linux', '/home/ada/.phpenv/versions/8.1.2/bin/php'],
  ['asdf', 'linux', '/home/ada/.asdf/installs/php/8.3.12/bin/php'],
  ['mise', 'darwin', '/Users/ada/.local/share/mise/installs/php/8.4.1/bin/php'],
  ['nix', 'linux', '/run/current-system/sw/bin/php'],
  ['liip', 'darwin', '/usr/local/php5/bin/php'],
  ['apple', 'darwin', '/usr/bin/php'],
  ['distribution', 'linux', '/usr/bin/php8.2'],
  ['distribution', 'linux', '/usr/bin/php-legacy'],
  ['remi', 'linux', '/opt/remi/php83/root/usr/bin/php'],
  ['plesk', 'linux', '/opt/plesk/php/8.3/bin/php'],
  ['cpanel', 'linux', '/opt/cpanel/ea-php83/root/usr/bin/php'],
  ['own', 'linux', '/usr/local/bin/php'],
  ['herd', 'win32', 'C:\\Users\\ada\\.config\\herd\\bin\\php83\\php.exe'],
  ['scoop', 'win32', 'C:\\Users\\ada\\scoop\\apps\\php\\current\\php.exe'],
  ['xampp', 'win32', 'C:\\xampp\\php\\php.exe'],
  ['laragon', 'win32', 'C:\\laragon\\bin\\php\\php-8.3.12-Win32-vs16-x64\\php.exe'],
  ['wamp', 'win32', 'C:\\wamp64\\bin\\php\\php8.3.12\\php.exe'],
  ['chocolatey', 'win32', 'C:\\tools\\php83\\php.exe'],
  ['own', 'win32', 'C:\\php\\php.exe'],
];

test.each(PLACES)('%s on %s: %s', async (source, platform, path) => {
  const { phps } = await find({ platform, ...php({ path }) });
  expect(phps.map((each) => [each.path, each.source, each.version])).toEqual([[path, source, '8.3.12']]);
});

test('a PHP with many names is one, with all of them', async () => {
  const { phps } = await find(MACHINES['Apple silicon, all well']?.() as Described);
  expect(phps.map(({ path, real, paths, inTerminal }) => ({ path, real, paths, inTerminal }))).toEqual([
    {
      path: '/opt/homebrew/bin/php',
      real: '/opt/homebrew/Cellar/php@8.3/8.3.12/bin/php',
      paths: [
        '/opt/homebrew/bin/php',
        '/opt/homebrew/opt/php@8.3/bin/php',
        '/opt/homebrew/Cellar/php@8.3/8.3.12/bin/php',
      ],
      inTerminal: true,
    },
  ]);
});

test('a script that starts a PHP is taken for that PHP, the others are told apart', async () => {
  const name = 'asdf with its stand-in, phpenv, mise, phpbrew, XAMPP and AMPPS';
  const { phps } = await find(MACHINES[name]?.() as Described);
  expect(phps.map(({ source, inTerminal }) => `${source}${inTerminal ? ' in the terminal' : ''}`)).toEqual([
    'xampp',
    'ampps',
    'phpbrew',
    'phpenv',
    'asdf in the terminal',
    'mise',
  ]);
  expect(phps.find(({ source }) => source === 'asdf')?.paths).toContain('/Users/ada/.asdf/shims/php');
});

test('what a PHP that does not start is compiled for is read from its bytes', async () => {
  const { phps } = await find(
    together(
      mac(),
      php({ path: '/usr/bin/php', format: 'mach-o', version: '7.3.29', api: 20180731, broken: { how: 'time-out' } }),
    ),
  );
  expect(
    phps.map(({ version, build, cpus, probe }) => ({ version, api: build?.api, cpus, state: probe.state })),
  ).toEqual([{ version: '7.3.29', api: 20180731, cpus: ['arm64'], state: 'broken' }]);
});

test('warnings and what scripts of the person print do not reach what is read', async () => {
  const { phps } = await find({
    platform: 'linux',
    ...php({
      path: '/usr/bin/php',
      noise: 'version=OTk=\n',
      warnings: 'Warning: oops\n\nWarning: again\n',
      scanned: ['/a b/x.ini', '/é.ini'],
    }),
  });
  const [probe] = phps.map((each) => each.probe);
  expect(probe?.state === 'told' && [probe.told.version, probe.told.warnings, probe.told.scanned]).toEqual([
    '8.3.12',
    'version=OTk=\nWarning: oops\nWarning: again',
    ['/a b/x.ini', '/é.ini'],
  ]);
});

test('a PHP that is named is looked at first, wherever it is', async () => {
  const { phps } = await find(
    together({ platform: 'linux', ...php({ path: '/usr/bin/php' }) }, php({ path: '/srv/own/php-cli' })),
    ['/srv/own/php-cli'],
  );
  expect(phps.map(({ path }) => path)).toEqual(['/srv/own/php-cli', '/usr/bin/php']);
});

test('phpize, php-config, a folder and a PHP without rights to run are no PHPs', async () => {
  const { phps } = await find({
    platform: 'linux',
    files: {
      '/usr/bin/php-config8.2': { executable: true },
      '/usr/bin/phpize': { executable: true },
      '/usr/local/bin/php': { folder: true },
      '/usr/bin/php8.1': { content: 'bytes', executable: false },
    },
  });
  expect(phps).toEqual([]);
});

test('on a Mac nothing is run that may be a stand-in of Apple’s', () => {
  const asked = [
    '/usr/bin/clang',
    '/usr/bin/git',
    '/usr/bin/python3',
    '/usr/bin/make',
    '/usr/bin/m4',
    '/usr/bin/xcodebuild',
  ];
  expect(asked.filter((program) => mayRun('darwin', program))).toEqual([]);
  expect(asked.filter((program) => !mayRun('linux', program))).toEqual([]);
  expect(mayRun('darwin', '/usr/bin/sw_vers')).toBe(true);
});

test('no computer is asked anything by a shell, or by what is not named by its whole path', async () => {
  for (const described of Object.values(MACHINES)) {
    const machine = fixtureMachine(described());
    await findPhps(machine);
    expect(
      machine.ran.filter(([program = '']) => !/^(\/|[A-Z]:\\)/.test(program) || /\/(ba|z|fi|c)?sh$/.test(program)),
    ).toEqual([]);
  }
});
