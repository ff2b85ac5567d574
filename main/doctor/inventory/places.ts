/** Where PHPs lie, and whose they are by where they lie. `~` is the person's home folder. */
import type { Platform } from '../machine.ts';

export const SOURCES = [
  'homebrew',
  'macports',
  'herd',
  'mamp',
  'xampp',
  'ampps',
  'phpbrew',
  'phpenv',
  'asdf',
  'mise',
  'nix',
  'liip',
  'apple',
  'distribution',
  'remi',
  'plesk',
  'cpanel',
  'laragon',
  'wamp',
  'scoop',
  'chocolatey',
  'own',
] as const;

/** Who brought it; `own` is what was built or unpacked by hand. */
export type Source = (typeof SOURCES)[number];

/** The names of their makers; two are no names. */
export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  homebrew: 'Homebrew',
  macports: 'MacPorts',
  herd: 'Herd',
  mamp: 'MAMP',
  xampp: 'XAMPP',
  ampps: 'AMPPS',
  phpbrew: 'phpbrew',
  phpenv: 'phpenv',
  asdf: 'asdf',
  mise: 'mise',
  nix: 'Nix',
  liip: 'php-osx',
  apple: 'macOS',
  distribution: 'Linux package',
  remi: 'Remi',
  plesk: 'Plesk',
  cpanel: 'cPanel',
  laragon: 'Laragon',
  wamp: 'WampServer',
  scoop: 'Scoop',
  chocolatey: 'Chocolatey',
  own: 'own build',
};

const ANYWHERE_UNIX = [
  '~/.phpbrew/php/php-*/bin/php',
  '~/.phpenv/versions/*/bin/php',
  '~/.asdf/installs/php/*/bin/php',
  '~/.local/share/mise/installs/php/*/bin/php',
  '~/.nix-profile/bin/php',
  '/nix/var/nix/profiles/default/bin/php',
  '/run/current-system/sw/bin/php',
  '/usr/local/bin/php*',
  '/usr/bin/php*',
];

/** Patterns of paths, the likeliest first; `*` is any part of a name. */
export const PLACES: Readonly<Record<Platform, readonly string[]>> = {
  darwin: [
    '/opt/homebrew/opt/php*/bin/php',
    '/usr/local/opt/php*/bin/php',
    '/opt/homebrew/Cellar/php*/*/bin/php',
    '/usr/local/Cellar/php*/*/bin/php',
    '/opt/local/bin/php*',
    '~/Library/Application Support/Herd/bin/php*',
    '/Applications/MAMP/bin/php/php*/bin/php',
    '/Applications/XAMPP/xamppfiles/bin/php*',
    '/Applications/AMPPS/php-*/bin/php',
    '/Applications/AMPPS/apps/php*/bin/php',
    '/usr/local/php5*/bin/php',
    '/usr/local/php/bin/php',
    ...ANYWHERE_UNIX,
  ],
  linux: [
    '/home/linuxbrew/.linuxbrew/opt/php*/bin/php',
    '/opt/remi/php*/root/usr/bin/php',
    '/opt/plesk/php/*/bin/php',
    '/opt/cpanel/ea-php*/root/usr/bin/php',
    '/opt/lampp/bin/php*',
    '/usr/local/php*/bin/php',
    ...ANYWHERE_UNIX,
  ],
  win32: [
    '~\\.config\\herd\\bin\\php*\\php.exe',
    '~\\scoop\\apps\\php*\\current\\php.exe',
    'C:\\php*\\php.exe',
    'C:\\tools\\php*\\php.exe',
    'C:\\xampp\\php\\php.exe',
    'C:\\laragon\\bin\\php\\php*\\php.exe',
    'C:\\wamp64\\bin\\php\\php*\\php.exe',
    'C:\\wamp\\bin\\php\\php*\\php.exe',
    'C:\\Program Files\\php*\\php.exe',
    '~\\AppData\\Local\\Microsoft\\WinGet\\Packages\\PHP.PHP*\\php.exe',
  ],
};

const OWNERS: readonly [part: RegExp, source: Source][] = [
  [/\/(Cellar|homebrew\/opt|usr\/local\/opt|linuxbrew)\//, 'homebrew'],
  [/^\/opt\/local\//, 'macports'],
  [/\/herd\//i, 'herd'],
  [/^\/Applications\/MAMP\//, 'mamp'],
  [/\/xampp\w*\/|^\/opt\/lampp\//i, 'xampp'],
  [/^\/Applications\/AMPPS\//, 'ampps'],
  [/\/\.phpbrew\//, 'phpbrew'],
  [/\/\.phpenv\//, 'phpenv'],
  [/\/\.asdf\//, 'asdf'],
  [/\/mise\//, 'mise'],
  [/^\/nix\/|\/\.nix-profile\/|^\/run\/current-system\//, 'nix'],
  [/^\/usr\/local\/php5/, 'liip'],
  [/^\/opt\/remi\//, 'remi'],
  [/^\/opt\/plesk\//, 'plesk'],
  [/^\/opt\/cpanel\//, 'cpanel'],
  [/\/laragon\//i, 'laragon'],
  [/\/wamp(64)?\//i, 'wamp'],
  [/\/scoop\//i, 'scoop'],
  [/^c:\/tools\//i, 'chocolatey'],
];

/** Whose a PHP is, by its paths: those where it was found, and the one without links. */
export function sourceOf(platform: Platform, paths: readonly string[]): Source {
  const plain = paths.map((path) => path.replaceAll('\\', '/'));
  const owner = OWNERS.find(([part]) => plain.some((path) => part.test(path)));
  if (owner !== undefined) return owner[1];
  if (!plain.some((path) => /^\/(usr\/)?s?bin\//.test(path))) return 'own';
  return platform === 'darwin' ? 'apple' : 'distribution';
}

/** Whether the name of a file is one that PHP for the command line has: `php`, `php8.2`, `php83`, `php-8.3`, `php.exe`. */
export const isPhpName = (name: string): boolean => /^php-?\d*(\.\d+)*(\.exe)?$/.test(name) || name === 'php-legacy';
