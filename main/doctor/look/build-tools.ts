import { cpusOf, readBinary } from '../bytes/binary.ts';
import type { Php } from '../inventory/find.ts';
import { glob, type Machine, onPath, pathsOf, type Ran } from '../machine.ts';
import type { System } from './system.ts';

/** What an extension is built with. */
export interface BuildTools {
  phpize: { path: string; version: Ran; api: number | null } | null;
  phpConfig: PhpConfig | null;
  pecl: string | null;
  /** Where phpize would look for each of them: PHP_AUTOCONF, else the PATH. */
  autoconf: { path: string; version: Ran } | null;
  autom4te: { path: string; version: Ran } | null;
  make: string | null;
  compiler: { path: string; compiles: Ran } | null;
  pkgConfig: string | null;
  /** PIE, which installs extensions from Packagist. */
  pie: string | null;
  /** GNU's in the place of the system's, first on the PATH of a Mac. */
  shims: readonly string[];
  brews: readonly Brew[];
}

export interface PhpConfig {
  path: string;
  api: Ran;
  program: Ran;
  /** The program that it tells, without links; null where it is not there. */
  real: string | null;
  includes: Ran;
  /** The header that every extension begins with, where it would be. */
  header: string;
  hasHeader: boolean;
}

/** A Homebrew. */
export interface Brew {
  prefix: string;
  cpu: string;
  /** Folders that it and `pecl` write to, and that the person may not. */
  locked: readonly string[];
  /** Whether the tap of extensions is there. */
  tapped: boolean;
  /** The tap's formula of gearman for the PHP in question: where it is, and what bottles it has. */
  formula: { path: string; bottles: readonly string[] } | null;
  /** Whether these are installed. */
  has: { gearman: boolean; autoconf: boolean; extension: string | null };
  /** Where `pecl` puts extensions, and whether that leads to a folder; null where nothing is said. */
  peclFolder: { link: string; target: boolean } | null;
}

const PREFIXES: readonly [prefix: string, repository: string, cpu: string][] = [
  ['/opt/homebrew', '/opt/homebrew', 'arm64'],
  ['/usr/local', '/usr/local/Homebrew', 'x86_64'],
  ['/home/linuxbrew/.linuxbrew', '/home/linuxbrew/.linuxbrew/Homebrew', 'x86_64'],
];

export async function lookAtBuildTools(
  machine: Machine,
  system: System,
  php: Php | null,
  path: string,
): Promise<BuildTools> {
  const beside = (name: string) => (php === null ? Promise.resolve(null) : programBeside(machine, php, name));
  const named = async (variable: string, name: string) =>
    machine.environment[variable] || (await onPath(machine, path, name));
  const version = async (program: string | null) =>
    program === null ? null : { path: program, version: await machine.run([program, '--version']) };
  const [phpize, phpConfig, pecl, autoconf, autom4te, make, compiler, pkgConfig, pie, shims, brews] = await Promise.all(
    [
      beside('phpize').then((program) => phpizeAt(machine, program)),
      beside('php-config').then((program) => phpConfigAt(machine, program)),
      beside('pecl'),
      named('PHP_AUTOCONF', 'autoconf').then(version),
      onPath(machine, path, 'autom4te').then(version),
      toolOf(machine, system, path, 'make'),
      toolOf(machine, system, path, 'cc').then((program) => compilerAt(machine, program)),
      onPath(machine, path, 'pkg-config'),
      Promise.all(['pie', 'pie.phar'].map((name) => onPath(machine, path, name))).then(
        (found) => found.find((each) => each !== null) ?? null,
      ),
      machine.platform === 'darwin' ? gnuShims(machine, path) : [],
      Promise.all(PREFIXES.map((each) => brewAt(machine, php, ...each))),
    ],
  );
  return {
    phpize,
    phpConfig,
    pecl,
    autoconf,
    autom4te,
    make,
    compiler,
    pkgConfig,
    pie,
    shims,
    brews: brews.filter((brew) => brew !== null),
  };
}

/** The program that came with this PHP: in its folder, with what follows `php` in its name; `phpize8.2` of `php8.2`. */
async function programBeside(machine: Machine, php: Php, name: string): Promise<string | null> {
  const paths = pathsOf(machine);
  const more = /^php(.*?)(\.exe)?$/.exec(paths.basename(php.real))?.[1] ?? '';
  const folders = [paths.dirname(php.real), ...php.paths.map((path) => paths.dirname(path))];
  for (const folder of folders)
    for (const each of more === '' ? [name] : [name + more, name]) {
      const path = paths.join(folder, each);
      if ((await machine.about(path))?.executable) return path;
    }
  return null;
}

async function phpizeAt(machine: Machine, path: string | null): Promise<BuildTools['phpize']> {
  if (path === null) return null;
  const version = await machine.run([path, '--version']);
  const api = /PHP Api Version:\s*(\d+)/.exec(version.out)?.[1];
  return { path, version, api: api === undefined ? null : Number(api) };
}

async function phpConfigAt(machine: Machine, path: string | null): Promise<PhpConfig | null> {
  if (path === null) return null;
  const [api, program, includes] = await Promise.all(
    ['--phpapi', '--php-binary', '--include-dir'].map((option) => machine.run([path, option])),
  );
  const header = `${includes?.out.trim()}/main/php.h`;
  const hasHeader = (await machine.about(header)) !== null;
  const named = program?.out.trim() ?? '';
  const real = named.startsWith('/') ? await machine.real(named) : null;
  return { path, api: api as Ran, program: program as Ran, real, includes: includes as Ran, header, hasHeader };
}

/** On a Mac the tools of their own folder: those under /usr/bin may ask to be installed. */
async function toolOf(machine: Machine, { mac }: System, path: string, name: string): Promise<string | null> {
  if (mac === null) return machine.platform === 'win32' ? null : onPath(machine, path, name);
  if (mac.tools.folder === null) return null;
  const program = `${mac.tools.folder}/usr/bin/${name === 'cc' ? 'clang' : name}`;
  return (await machine.about(program)) === null ? null : program;
}

/** Whether it compiles: nothing at all, which writes nothing. */
async function compilerAt(machine: Machine, path: string | null): Promise<BuildTools['compiler']> {
  if (path === null) return null;
  return { path, compiles: await machine.run([path, '-x', 'c', '-fsyntax-only', '/dev/null']) };
}

async function gnuShims(machine: Machine, path: string): Promise<string[]> {
  const found = await Promise.all(['sed', 'grep', 'libtool', 'make'].map((name) => onPath(machine, path, name)));
  return found.filter((each) => each !== null && /\/gnubin\//.test(each)) as string[];
}

async function brewAt(
  machine: Machine,
  php: Php | null,
  prefix: string,
  repository: string,
  fallback: string,
): Promise<Brew | null> {
  if ((await machine.about(`${prefix}/bin/brew`)) === null) return null;
  const minor = /^(\d+\.\d+)/.exec(php?.version ?? '')?.[1];
  const folders = ['lib/php', 'lib/php/pecl', 'etc/php', 'Cellar', 'opt'].map((folder) => `${prefix}/${folder}`);
  const abouts = await Promise.all(folders.map((folder) => machine.about(folder)));
  const tap = `${repository}/Library/Taps/shivammathur/homebrew-extensions`;
  const formula = minor === undefined ? null : `${tap}/Formula/gearman@${minor}.rb`;
  const text = formula === null ? null : await machine.read(formula);
  const extension = minor === undefined ? [] : await glob(machine, `${prefix}/opt/gearman@${minor}/gearman.so`);
  const [tapped, gearman, autoconf] = await Promise.all(
    [tap, `${prefix}/opt/gearman`, `${prefix}/opt/autoconf`].map(async (each) => (await machine.about(each)) !== null),
  );
  return {
    prefix,
    cpu: await cpuOfBrew(machine, prefix, fallback),
    locked: folders.filter((_, index) => abouts[index]?.writable === false),
    tapped: tapped as boolean,
    formula: text === null ? null : { path: formula as string, bottles: bottlesIn(text.toString('utf8')) },
    has: { gearman: gearman as boolean, autoconf: autoconf as boolean, extension: extension[0] ?? null },
    peclFolder: await peclFolder(machine, php, prefix),
  };
}

/** A Homebrew under /usr/local is Intel's, but for Linux, where it is what its programs are. */
async function cpuOfBrew(machine: Machine, prefix: string, fallback: string): Promise<string> {
  if (machine.platform === 'darwin') return fallback;
  const bytes = await machine.read(`${prefix}/bin/pkg-config`);
  const binary = bytes === null ? null : readBinary(bytes);
  return (binary && cpusOf(binary)[0]) ?? fallback;
}

/** The systems that a formula has a bottle for, as Homebrew calls them: `arm64_sonoma`. */
const bottlesIn = (formula: string): string[] =>
  [...formula.matchAll(/^\s*sha256\s.*?\b(\w+):\s+"[0-9a-f]{64}"/gm)].map(([, system]) => system as string);

/** Homebrew's PHP has a link `pecl` beside its programs, to a folder that its own `pecl` does not make. */
async function peclFolder(machine: Machine, php: Php | null, prefix: string): Promise<Brew['peclFolder']> {
  if (php === null || !php.real.startsWith(`${prefix}/Cellar/`)) return null;
  const keg = php.real
    .split('/')
    .slice(0, prefix.split('/').length + 3)
    .join('/');
  const names = await machine.list(keg);
  if (!names.includes('pecl')) return null;
  const link = `${keg}/pecl`;
  return { link, target: (await machine.about(link)) !== null };
}
