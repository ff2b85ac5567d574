import { randomBytes } from 'node:crypto';
import { type BuildId, buildIdIn } from '../bytes/build-id.ts';
import { type Machine, pathsOf, type Ran, succeeded } from '../machine.ts';

/** What a PHP tells about itself. */
export interface Told {
  version: string;
  /** Its program, as it sees it. */
  binary: string;
  build: BuildId | null;
  /** Where extensions are looked for that are named without a folder. */
  extensionFolder: string;
  /** The php.ini that it has read; null where it reads none. */
  iniFile: string | null;
  /** The folder in which that php.ini would be; null where it tells none. */
  iniFolder: string | null;
  /** The folders whose ini files it reads besides, in order. */
  scanFolders: readonly string[];
  /** Those ini files. */
  scanned: readonly string[];
  /** The version of its gearman extension; null where it is not loaded. */
  gearman: string | null;
  /** That of the library which the extension is linked with, where it tells. */
  libgearman: string | null;
  /** A file that it runs before each script, where there is one. */
  prepend: string | null;
  /** Functions and classes that its ini files switch off. */
  disabled: readonly string[];
  preload: string | null;
  /** Whether it can fork. */
  forks: boolean;
  /** Files and folders of the certificates that it trusts; none where it has no TLS. */
  certificates: readonly string[];
  /** What it complained about when it started. */
  warnings: string;
}

export type Probe =
  | { state: 'told'; told: Told; ran: Ran }
  /** It did not come to its end, or not to ours. */
  | { state: 'broken'; ran: Ran };

/** What keeps a PHP that is only asked from running code of the person's, from waiting for a debugger, and from writing a log. */
export const QUIET = [
  'display_errors=stderr',
  'display_startup_errors=1',
  'log_errors=0',
  'html_errors=0',
  'opcache.enable_cli=0',
  'xdebug.mode=off',
  'xdebug.remote_autostart=0',
].flatMap((setting) => ['-d', setting]);

/** In PHP 5 and of nothing but what every PHP has; values in base64, because paths may be any bytes. */
const QUESTIONS = `
$t = array();
$t['version'] = PHP_VERSION;
$t['binary'] = PHP_BINARY;
$t['extensionFolder'] = ini_get('extension_dir');
$t['iniFile'] = php_ini_loaded_file();
$t['scanned'] = php_ini_scanned_files();
$t['gearman'] = phpversion('gearman');
$t['prepend'] = ini_get('auto_prepend_file');
$t['scanDefault'] = PHP_CONFIG_FILE_SCAN_DIR;
$t['disabled'] = ini_get('disable_functions') . ',' . ini_get('disable_classes');
$t['preload'] = ini_get('opcache.preload');
$t['forks'] = extension_loaded('pcntl');
$t['certificates'] = ini_get('openssl.cafile');
if (function_exists('openssl_get_cert_locations')) {
  $l = openssl_get_cert_locations();
  $t['certificates'] = $t['certificates'] . PATH_SEPARATOR . $l['default_cert_file'] . PATH_SEPARATOR . $l['default_cert_dir'];
}
ob_start(); phpinfo(INFO_GENERAL | INFO_MODULES); $i = ob_get_clean();
$w = array('build' => 'PHP Extension Build', 'iniFolder' => 'Configuration File \\(php.ini\\) Path',
  'scanFolder' => 'Scan this dir for additional .ini files', 'libgearman' => 'libgearman version');
foreach ($w as $k => $n) if (preg_match('/^' . $n . ' => (.*)$/m', $i, $m)) $t[$k] = trim($m[1]);
foreach ($t as $k => $v) echo $k, '=', base64_encode((string) $v), "\\n";
`;

/**
 * Asks a PHP about itself, as one that the person starts in a terminal would be: with its ini files and its extensions. It runs
 * none of the person's code. docs/commands.md says what is run.
 */
export async function probePhp(machine: Machine, program: string): Promise<Probe> {
  const mark = randomBytes(12).toString('hex');
  const ran = await machine.run([program, ...QUIET, '-r', `echo '${mark}'; ${QUESTIONS} echo '${mark}';`]);
  const between = ran.out.split(mark);
  // Argument vectors are evidence, and nobody wants to read this one.
  const shown = { ...ran, argv: [program, ...QUIET, '-r', '…'] };
  if (!succeeded(ran) || between.length !== 3) return { state: 'broken', ran: shown };
  const told = toldIn(between[1] as string, pathsOf(machine).delimiter);
  return { state: 'told', told: { ...told, warnings: warningsIn(`${between[0]}${ran.err}`) }, ran: shown };
}

function toldIn(text: string, delimiter: string): Omit<Told, 'warnings'> {
  const values = new Map(
    text.split('\n').map((line): [string, string] => {
      const [name = '', value = ''] = line.split(/=(.*)/);
      return [name, Buffer.from(value, 'base64').toString('utf8')];
    }),
  );
  const value = (name: string) => values.get(name) ?? '';
  const some = (name: string) => (['', '(none)', 'none'].includes(value(name)) ? null : value(name));
  const words = (name: string, between: RegExp) =>
    value(name)
      .split(between)
      .filter((word) => word !== '');
  return {
    version: value('version'),
    binary: value('binary'),
    build: buildIdIn(value('build')),
    extensionFolder: value('extensionFolder'),
    iniFile: some('iniFile'),
    iniFolder: some('iniFolder'),
    // An empty one among several stands for the one that was compiled in.
    scanFolders: words('scanFolder', /$^/)
      .filter((folders) => folders !== '(none)')
      .flatMap((folders) => folders.split(delimiter))
      .map((folder) => folder || value('scanDefault'))
      .filter((folder) => folder !== ''),
    scanned: words('scanned', /[,\s]*\n[,\s]*/).map((path) => path.replace(/,$/, '').trim()),
    gearman: some('gearman'),
    libgearman: some('libgearman'),
    prepend: some('prepend'),
    disabled: words('disabled', /[\s,]+/),
    preload: some('preload'),
    forks: value('forks') === '1',
    certificates: value('certificates')
      .split(delimiter)
      .filter((path) => path !== ''),
  };
}

/** What PHP complained about, without the empty lines between. */
const warningsIn = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .join('\n');

/** What `php-fpm -i` prints, which is as much as is asked of it: it cannot run a line of code. */
export function toldByInfo(text: string, binary: string): Told | null {
  const value = (name: string) => {
    const found = new RegExp(`^${name.replace(/[.()]/g, '\\$&')} => (.*?)(?: => .*)?$`, 'm').exec(text)?.[1]?.trim();
    return found === undefined || ['', '(none)', 'no value', 'none'].includes(found) ? null : found;
  };
  const version = value('PHP Version');
  if (version === null) return null;
  const scanned = /^Additional .ini files parsed => ([^=]*)$/m.exec(text)?.[1] ?? '';
  const [, gearman = null, libgearman = null] =
    /^gearman support => enabled\r?\nextension version => (.*?)\r?$(?:\nlibgearman version => (.*?)\r?$)?/m.exec(
      text,
    ) ?? [];
  const folders = value('Scan this dir for additional .ini files');
  return {
    version,
    binary,
    build: buildIdIn(value('PHP Extension Build') ?? ''),
    extensionFolder: value('extension_dir') ?? '',
    iniFile: value('Loaded Configuration File'),
    iniFolder: value('Configuration File (php.ini) Path'),
    scanFolders: folders === null ? [] : folders.split(':').filter((folder) => folder !== ''),
    scanned: scanned.split('\n').flatMap((line) => /^\s*(\/.*?\.ini),?\s*$/.exec(line)?.[1] ?? []),
    gearman,
    libgearman,
    prepend: value('auto_prepend_file'),
    disabled: [...(value('disable_functions') ?? '').split(','), ...(value('disable_classes') ?? '').split(',')].filter(
      Boolean,
    ),
    preload: value('opcache.preload'),
    forks: false,
    certificates: [],
    warnings: '',
  };
}
