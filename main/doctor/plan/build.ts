import { posix } from 'node:path';
import { buildIdText } from '../bytes/build-id.ts';
import type { Php } from '../inventory/find.ts';
import { SEARCHED } from '../look/library.ts';
import type { Seen } from '../look/seen.ts';
import { succeeded } from '../machine.ts';
import { command, type Draft } from './draft.ts';

/** Where the extension for a PHP is kept: by what it is compiled for, so that two PHPs do not take each other's. */
export function moduleFile(folder: string, php: Php): string {
  const build = php.build === null ? 'unknown' : buildIdText(php.build).replaceAll(',', '-');
  return posix.join(folder, `${build}-${php.cpus[0] ?? 'any'}`, 'gearman.so');
}

/**
 * The stages of a build into the person's own folder: source, phpize, configure, make, and the library that is kept. Nothing of
 * it needs an administrator, and nothing is written elsewhere.
 */
export function buildSteps(seen: Seen, php: Php, folder: string, version: string): Draft[] {
  // Of its own for each kind of PHP: what was compiled for another one would be taken for what is needed.
  const work = posix.join(folder, `build-${version}-${posix.basename(posix.dirname(moduleFile(folder, php)))}`);
  const source = posix.join(work, `gearman-${version}`);
  const archive = posix.join(work, `gearman-${version}.tgz`);
  const own = php === seen.php ? seen.tools : null;
  const beside = posix.dirname(php.real);
  const phpize = own?.phpize?.path ?? posix.join(beside, 'phpize');
  const phpConfig = own?.phpConfig?.path ?? posix.join(beside, 'php-config');
  const kept = moduleFile(folder, php);
  const values = { folder: work };
  const prefix = prefixOf(seen, php);
  return [
    command('build-folder', 'own-files', ['/bin/mkdir', '-p', work, posix.dirname(kept)], values),
    command(
      'fetch',
      'own-files',
      ['/usr/bin/curl', '-fLo', archive, `https://pecl.php.net/get/gearman-${version}.tgz`],
      {
        ...values,
        version,
      },
    ),
    command('unpack', 'own-files', ['/usr/bin/tar', '-xzf', archive, '-C', work], values),
    ...stages({
      source,
      phpize,
      phpConfig,
      configure: prefix === null ? [] : [`--with-gearman=${prefix}`],
      environment: autoconfOf(seen),
    }).map((step) => ({ ...step, values })),
    command('keep-module', 'own-files', ['/bin/cp', posix.join(source, 'modules', 'gearman.so'), kept], { file: kept }),
  ];
}

/** phpize, configure, make: how any extension is built, in the folder of its source. */
export function stages({
  source,
  phpize,
  phpConfig,
  configure,
  environment = {},
}: {
  source: string;
  phpize: string;
  phpConfig: string;
  configure: readonly string[];
  environment?: Readonly<Record<string, string>>;
}): Draft[] {
  const here = { folder: source };
  return [
    command('phpize', 'own-files', [phpize], here, { ...here, environment }),
    command(
      'configure',
      'own-files',
      [posix.join(source, 'configure'), `--with-php-config=${phpConfig}`, ...configure],
      here,
      here,
    ),
    command('make', 'own-files', ['make'], here, here),
  ];
}

/** What configure must be told, because it does not look there. */
export function prefixOf({ libraries }: Seen, php: Php): string | null {
  const fitting = libraries.filter(({ files }) => files.some(({ cpus }) => cpus.some((cpu) => php.cpus.includes(cpu))));
  if (fitting.some(({ prefix }) => SEARCHED.includes(prefix))) return null;
  const [first] = fitting;
  if (first !== undefined) return first.prefix;
  // It will be there when the plan comes to it.
  return php.source === 'homebrew' ? `${php.real.slice(0, php.real.indexOf('/Cellar/'))}/opt/gearman` : null;
}

/** Where phpize is to find autoconf, in the place of one that does not run. */
export function autoconfOf({ tools: { autoconf, brews } }: Seen): Readonly<Record<string, string>> {
  if (autoconf === null || succeeded(autoconf.version)) return {};
  const [brew] = brews;
  const folder = brew === undefined ? '' : `${brew.prefix}/bin/`;
  return { PHP_AUTOCONF: `${folder}autoconf`, PHP_AUTOHEADER: `${folder}autoheader` };
}
