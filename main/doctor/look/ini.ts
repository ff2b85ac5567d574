import type { Php } from '../inventory/find.ts';
import { glob, type Machine, pathsOf } from '../machine.ts';

/** A line of an ini file that is about the gearman extension. */
export interface Directive {
  file: string;
  /** From 1. */
  line: number;
  text: string;
  /** Whether a `;` stands before it. */
  commented: boolean;
  /** Whether it is `zend_extension`, which is for the engine's own. */
  zend: boolean;
  /** What is to be loaded, without quotes. */
  value: string;
  /** The file of the extension that it leads to; null where that is not there. */
  target: string | null;
  /** Whether the PHP in question reads the ini file. */
  read: boolean;
}

export interface Ini {
  /** What the PHP in question reads, in its order. */
  files: readonly string[];
  directives: readonly Directive[];
  /** The folder for ini files of one extension each, and whether the person may write there. */
  scanFolder: { path: string; writable: boolean } | null;
  /** Whether the person may write the php.ini. */
  iniWritable: boolean;
  /** Templates that the distribution switches on by a link into the scan folder. */
  template: string | null;
  /** Whether there is a folder where extensions are looked for that are named without one. */
  extensionFolder: boolean;
  /** Gearbench's own PHP client, where PHP runs that before each script; else null. */
  dropIn: string | null;
  /** Whether any of the certificates that it trusts is there. */
  certificates: boolean;
  /** PHP_INI_SCAN_DIR, PHPRC and Herd's own, where they are set. */
  variables: readonly [name: string, value: string][];
  /** Lines of the shell's files that make `php` something that reads no ini file. */
  aliases: readonly { file: string; line: number; text: string }[];
}

/** https://www.php.net/manual/ini.core.php#ini.extension: bare names since 7.2, `php_` before and `.dll` behind on Windows. */
const DIRECTIVE =
  /^[ \t]*(;+)?[ \t;#]*(zend_)?extension[ \t]*=[ \t]*("?)((?:[^";\n]*[\\/])?(?:php_)?gearman(?:\.so)*(?:\.dll)?)\3[ \t]*(?:;.*)?$/i;

/** Files that people edit, and that their PHP may not read. */
const OTHERS = [
  '/private/etc/php.ini',
  '/etc/php.ini',
  '/etc/php/php.ini',
  '/usr/local/etc/php.ini',
  '/usr/local/lib/php.ini',
  '/opt/homebrew/etc/php/*/php.ini',
  '/opt/homebrew/etc/php/*/conf.d/*.ini',
  '/usr/local/etc/php/*/php.ini',
  '/usr/local/etc/php/*/conf.d/*.ini',
  '/etc/php/*/*/php.ini',
  '/etc/php/*/*/conf.d/*.ini',
  '/etc/php.d/*.ini',
  '~/Library/Application Support/Herd/config/php/*/php.ini',
  '/Applications/MAMP/bin/php/php*/conf/php.ini',
  '/Applications/XAMPP/xamppfiles/etc/php.ini',
];

export async function lookAtIni(machine: Machine, php: Php | null, phps: readonly Php[]): Promise<Ini> {
  const told = php?.probe.state === 'told' ? php.probe.told : null;
  const files = told === null ? [] : [...(told.iniFile === null ? [] : [told.iniFile]), ...told.scanned];
  const reals = new Set(await Promise.all(files.map((file) => machine.real(file))));
  const others = [
    ...phps.flatMap(({ probe }) => (probe.state === 'told' ? [probe.told.iniFile, ...probe.told.scanned] : [])),
    ...(machine.platform === 'win32'
      ? []
      : (
          await Promise.all(
            OTHERS.map((each) =>
              glob(
                machine,
                each.replace(/^~/, () => machine.home),
              ),
            ),
          )
        ).flat()),
  ].filter((file) => file !== null);
  const all = [...new Set([...files, ...others])];
  const directives: Directive[] = [];
  const known = new Set<string | null>();
  for (const file of all) {
    const real = await machine.real(file);
    const read = files.includes(file);
    // A link and its file are the same lines; those that are read are looked at first, each as often as PHP reads it.
    if (!read && (reals.has(real) || known.has(real))) continue;
    known.add(real);
    const text = (await machine.read(file))?.toString('utf8') ?? '';
    for (const each of directivesIn(text)) {
      const target = await targetOf(machine, each.value, told?.extensionFolder ?? '');
      directives.push({ ...each, file, read, target });
    }
  }
  const minor = /^(\d+\.\d+)/.exec(php?.version ?? '')?.[1];
  const template = `/etc/php/${minor}/mods-available/gearman.ini`;
  const [scanFolder = null] = told?.scanFolders ?? [];
  const prepend = told?.prepend ?? null;
  const [scan, ini, available, extensions, certificates, client, aliases] = await Promise.all([
    scanFolder === null ? null : machine.about(scanFolder),
    told?.iniFile ? machine.about(told.iniFile) : null,
    machine.about(template),
    told === null ? null : machine.about(told.extensionFolder),
    Promise.all((told?.certificates ?? []).map((path) => machine.about(path))),
    prepend === null ? null : machine.read(prepend),
    aliasesOf(machine),
  ]);
  return {
    files,
    directives,
    scanFolder: scanFolder === null ? null : { path: scanFolder, writable: scan?.writable ?? false },
    iniWritable: ini?.writable ?? false,
    template: available === null ? null : template,
    extensionFolder: extensions?.kind === 'folder',
    dropIn: client?.includes("define('GEARBENCH_DROP_IN'") ? prepend : null,
    certificates: certificates.some((about) => about !== null),
    variables: variablesOf(machine),
    aliases,
  };
}

/** The lines about gearman in the text of an ini file. */
export function directivesIn(text: string): Omit<Directive, 'file' | 'read' | 'target'>[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const found = DIRECTIVE.exec(line);
    if (found === null) return [];
    const [, comment, zend, , value = ''] = found;
    const commented = comment !== undefined;
    return [{ line: index + 1, text: line.trim(), commented, zend: zend !== undefined, value: value.trim() }];
  });
}

const SHELL_FILES = [
  '.zshrc',
  '.zprofile',
  '.zshenv',
  '.bashrc',
  '.bash_profile',
  '.bash_aliases',
  '.profile',
  '.aliases',
  '.config/fish/config.fish',
];

/** `alias php='php -n'`, and the same with other options beside it. */
const ALIAS = /^\s*alias\s+(?:-\w+\s+)*php(?:=|\s+)['"]?[^#\n]*\bphp[\d.]*\s(?:[^#\n]*\s)?(?:-n|--no-php-ini)\b/;

async function aliasesOf(machine: Machine): Promise<Ini['aliases']> {
  if (machine.platform === 'win32') return [];
  const found = await Promise.all(
    SHELL_FILES.map(async (name) => {
      const file = `${machine.home}/${name}`;
      const lines = ((await machine.read(file))?.toString('utf8') ?? '').split('\n');
      return lines.flatMap((text, index) => (ALIAS.test(text) ? [{ file, line: index + 1, text: text.trim() }] : []));
    }),
  );
  return found.flat();
}

/** The file that a value names, as PHP looks for it: with a folder as it is, else in its own, by name or by short name. */
async function targetOf(machine: Machine, value: string, extensionFolder: string): Promise<string | null> {
  const paths = pathsOf(machine);
  const short = machine.platform === 'win32' ? `php_${value}.dll` : `${value}.so`;
  const named = /[\\/]/.test(value) ? [value] : [value, short].map((name) => paths.join(extensionFolder, name));
  for (const path of named) if ((await machine.about(path))?.kind === 'file') return path;
  return null;
}

const variablesOf = ({ environment }: Machine): [string, string][] =>
  Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    value !== undefined && /^(PHP_INI_SCAN_DIR|PHPRC|HERD_PHP_\d+_INI_SCAN_DIR)$/.test(name) ? [[name, value]] : [],
  );
