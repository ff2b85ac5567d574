import type { Way } from '../contract/doctor.ts';
import { cpusOf } from './bytes/binary.ts';
import { buildIdText } from './bytes/build-id.ts';
import { isLoaded, toldOf } from './checks/check.ts';
import type { Php } from './inventory/find.ts';
import type { Brew } from './look/build-tools.ts';
import type { ExtensionFile } from './look/extension.ts';
import type { Seen } from './look/seen.ts';
import { succeeded } from './machine.ts';
import { compareVersions, minorIn, supportOf } from './versions.ts';

/** Sources whose PHPs come without what is needed to build for them. */
const BUNDLES = ['herd', 'mamp', 'xampp', 'ampps'];

/** The ways to gearman that are open here, the best first; none where it is loaded. */
export function waysOf(seen: Seen): Way[] {
  const { php, platform, system } = seen;
  if (isLoaded(seen) || seen.ini.dropIn !== null) return [];
  const otherPhp: Way[] = platform === 'darwin' || packageFamily(seen) !== null ? ['other-php'] : [];
  if (php === null) return otherPhp;
  if (php.probe.ran.end.how === 'not-run') return []; // nothing is known that a plan could be made of
  if (php.probe.state === 'broken') return ['repair', ...otherPhp];
  const ways: Way[] = [];
  const supported = typeof supportOf(php.version ?? '') === 'object';
  const own: Way[] = needsOwnIni(seen) ? ['own-ini'] : [];
  if (fittingFile(seen) !== null) return ['switch-on', ...own];
  if (isMendable(seen)) ways.push('repair');
  // Alpine has no package of the extension.
  if (php.source === 'distribution' && ['apt', 'dnf'].includes(packageFamily(seen) ?? '') && supported)
    ways.push('package');
  if (php.source === 'homebrew' && brewOf(seen) !== null && isTapped(php.version)) ways.push('bottle');
  if (twinOf(seen) !== null) ways.push('transplant');
  if (supported && canBuild(seen, php))
    ways.push('build', ...(seen.tools.pecl === null ? [] : (['pecl'] as const)), ...own);
  if (compareVersions(php.version ?? '0', '7.4') >= 0) ways.push('drop-in');
  if (seen.project?.container != null) ways.push('docker');
  return ways.length === 0 || system.mac !== null ? [...ways, ...otherPhp] : ways;
}

/** Whether the ini files are an administrator's, and none of them is to be put right. */
const needsOwnIni = ({ platform, ini, shellFile }: Seen): boolean =>
  platform !== 'win32' &&
  shellFile !== null &&
  !(ini.scanFolder === null ? ini.iniWritable : ini.scanFolder.writable) &&
  !ini.directives.some(({ read }) => read) &&
  !ini.variables.some(([name]) => name === 'PHP_INI_SCAN_DIR');

/** Whether something has to be compiled, as far as can be told before the plan is chosen. */
export const mustBuild = (seen: Seen): boolean => ['build', 'transplant'].includes(waysOf(seen)[0] ?? '');

/** A file of the extension that this PHP loads when nothing else is loaded. */
export const fittingFile = ({ extensions }: Seen): ExtensionFile | null =>
  extensions.find(({ load }) => load !== null && succeeded(load)) ?? null;

/**
 * The file of the extension that is spoken of: the one that an ini line names, else one that fits, else one that was made for
 * this PHP, else any.
 */
export const fileOf = (seen: Seen): ExtensionFile | null =>
  seen.extensions.find(({ named }) => named !== null) ??
  fittingFile(seen) ??
  seen.extensions.find(({ build }) => build !== null && sameBuild(build, seen.php)) ??
  seen.extensions[0] ??
  null;

/** Whether all that a build needs is there, or can be installed. */
function canBuild(seen: Seen, php: Php): boolean {
  const { platform, tools, libraries } = seen;
  if (platform === 'win32' || BUNDLES.includes(php.source) || isSealed(seen)) return false;
  const installs = brewOf(seen) !== null || packageFamily(seen) !== null;
  const hasTools =
    tools.autoconf !== null && libraries.some(({ header, files }) => header !== null && files.length > 0);
  const bringsHeaders = php.source === 'homebrew' || (php.source === 'distribution' && packageFamily(seen) !== null);
  const hasHeaders =
    tools.phpize !== null && tools.phpize.api === php.build?.api && tools.phpConfig?.hasHeader === true;
  return (installs || hasTools) && (bringsHeaders || hasHeaders);
}

/** Whether the file is the right one, and only something around it is not. */
function isMendable(seen: Seen): boolean {
  const file = fileOf(seen);
  if (file === null) return false;
  if (!file.about.readable) return true;
  if (file.binary === null || !sameBuild(file.build, seen.php)) return false;
  if (!cpusOf(file.binary).some((cpu) => seen.php?.cpus.includes(cpu))) return false;
  const said = `${file.load?.err ?? ''}${file.load?.out ?? ''}`;
  const quarantined = file.quarantine !== null && succeeded(file.quarantine);
  return (
    file.missing.length > 0 || quarantined || /not signed|no cdhash|Library not loaded|cannot open shared/i.test(said)
  );
}

export const sameBuild = (build: Php['build'], php: Php | null): boolean =>
  build !== null && php?.build != null && buildIdText(build) === buildIdText(php.build);

/** How the distribution's packages are installed, where it is one that is known. */
export function packageFamily({ platform, system }: Seen): 'apt' | 'dnf' | 'apk' | null {
  if (platform !== 'linux') return null;
  if (system.families.some((name) => ['debian', 'ubuntu'].includes(name))) return 'apt';
  if (system.families.some((name) => ['fedora', 'rhel', 'centos'].includes(name))) return 'dnf';
  return system.families.includes('alpine') ? 'apk' : null;
}

/** The Homebrew that the PHP is of; else the one for its CPU. */
export function brewOf({ tools, php }: Seen): Brew | null {
  const own = tools.brews.find(({ prefix }) => php?.real.startsWith(`${prefix}/`));
  return own ?? tools.brews.find(({ cpu }) => php?.cpus.includes(cpu)) ?? null;
}

/** PHPs that the tap of extensions has a formula for. */
const isTapped = (version: string | null): boolean =>
  version !== null && compareVersions(version, '5.6') >= 0 && compareVersions(minorIn(version), '8.5') <= 0;

/** Apple's folder, which nobody may write to; nor does Apple bring headers. */
export const isSealed = (seen: Seen): boolean =>
  seen.platform === 'darwin' && (toldOf(seen)?.extensionFolder.startsWith('/usr/lib/') ?? false);

/** A PHP for which extensions can be built that the one in question loads too. */
export function twinOf({ php, inventory, platform }: Seen): Php | null {
  if (php === null || platform !== 'darwin' || !BUNDLES.includes(php.source)) return null;
  return (
    inventory.phps.find(
      (each) =>
        each !== php &&
        each.source === 'homebrew' &&
        sameBuild(each.build, php) &&
        each.cpus.some((cpu) => php.cpus.includes(cpu)),
    ) ?? null
  );
}
