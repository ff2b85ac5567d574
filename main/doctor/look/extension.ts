import { readBinary } from '../bytes/binary.ts';
import { type BuildId, buildIdOf } from '../bytes/build-id.ts';
import type { Binary, Slice } from '../bytes/slice.ts';
import type { Php } from '../inventory/find.ts';
import { type About, glob, type Machine, pathsOf, type Ran } from '../machine.ts';
import type { Ini } from './ini.ts';

/** A file of the extension. */
export interface ExtensionFile {
  path: string;
  about: About;
  /** The ini line that names it, as `file:line`; null where it was only found. */
  named: string | null;
  binary: Binary | null;
  build: BuildId | null;
  /** Libraries that it is linked with and that are nowhere. */
  missing: readonly string[];
  /** What the PHP in question says when it loads nothing but this. Null where there is no PHP that could be asked. */
  load: Ran | null;
  quarantine: Ran | null;
  signature: Ran | null;
}

/** The files that ini lines name, and those that lie where extensions lie. */
export async function lookForExtensions(
  machine: Machine,
  php: Php | null,
  phps: readonly Php[],
  ini: Ini,
): Promise<ExtensionFile[]> {
  const told = php?.probe.state === 'told' ? php.probe.told : null;
  const named = new Map<string, string>();
  for (const { commented, read, target, file, line } of ini.directives)
    if (!commented && read && target !== null && !named.has(target)) named.set(target, `${file}:${line}`);
  const paths = pathsOf(machine);
  const name = machine.platform === 'win32' ? 'php_gearman.dll' : 'gearman.so';
  const folders = phps.flatMap(({ probe }) => (probe.state === 'told' ? [probe.told.extensionFolder] : []));
  const patterns = [
    ...(told === null ? [] : [paths.join(told.extensionFolder, name)]),
    ...(machine.platform === 'win32'
      ? []
      : [
          '/opt/homebrew/opt/gearman@*/gearman.so',
          '/usr/local/opt/gearman@*/gearman.so',
          '/opt/homebrew/lib/php/pecl/*/gearman.so',
          '/usr/local/lib/php/pecl/*/gearman.so',
          '/usr/lib/php/*/gearman.so',
          '/usr/lib64/php/modules/gearman.so',
        ]),
    ...folders.filter((folder) => paths.isAbsolute(folder)).map((folder) => paths.join(folder, name)),
  ];
  const found = (await Promise.all(patterns.map((pattern) => glob(machine, pattern)))).flat();
  const files: ExtensionFile[] = [];
  const known = new Set<string | null>();
  for (const path of [...named.keys(), ...found]) {
    const real = await machine.real(path);
    const about = await machine.about(path);
    if (known.has(real) || about === null) continue;
    known.add(real);
    files.push(await extensionAt(machine, php, path, about, named.get(path) ?? null));
  }
  return files;
}

async function extensionAt(
  machine: Machine,
  php: Php | null,
  path: string,
  about: About,
  named: string | null,
): Promise<ExtensionFile> {
  const bytes = await machine.read(path);
  const binary = bytes === null ? null : readBinary(bytes);
  const slice = binary?.slices.find(({ cpu }) => php?.cpus.includes(cpu)) ?? binary?.slices[0];
  const isMac = machine.platform === 'darwin';
  const [missing, load, quarantine, signature] = await Promise.all([
    slice === undefined ? [] : missingOf(machine, path, slice),
    php?.probe.state === 'told' ? machine.run([php.path, '-n', '-d', `extension=${path}`, '--ri', 'gearman']) : null,
    isMac ? machine.run(['/usr/bin/xattr', '-p', 'com.apple.quarantine', path]) : null,
    isMac ? machine.run(['/usr/bin/codesign', '-dv', path]) : null,
  ]);
  const build = bytes === null ? null : buildIdOf(bytes);
  return { path, about, named, binary, build, missing, load, quarantine, signature };
}

/** Libraries that no loader would find. Those of macOS itself are in no file (dyld's shared cache). */
async function missingOf(machine: Machine, path: string, { needs, searches }: Slice): Promise<string[]> {
  if (machine.platform === 'win32') return []; // where they are looked for depends on the program
  const folder = pathsOf(machine).dirname((await machine.real(path)) ?? path);
  const place = (text: string) => text.replace(/^(@loader_path|\$ORIGIN|\$\{ORIGIN\})/, () => folder);
  const missing: string[] = [];
  for (const need of needs) {
    if (need.startsWith('/usr/lib/') || need.startsWith('/System/')) continue;
    const candidates =
      machine.platform === 'darwin'
        ? need.startsWith('@rpath/')
          ? searches.map((each) => place(each) + need.slice('@rpath'.length))
          : [place(need)]
        : need.includes('/')
          ? [place(need)]
          : [...searches.map(place), ...(await loaderFolders(machine))].map((each) => `${each}/${need}`);
    if (candidates.some((each) => each.startsWith('@'))) continue; // it depends on who loads it
    const there = await Promise.all(candidates.map((each) => machine.about(each)));
    if (there.every((each) => each === null)) missing.push(need);
  }
  return missing;
}

/** Where Linux has libraries looked for (ld.so(8)); what LD_LIBRARY_PATH says goes first. */
async function loaderFolders(machine: Machine): Promise<string[]> {
  const files = ['/etc/ld.so.conf', ...(await glob(machine, '/etc/ld.so.conf.d/*.conf'))];
  const texts = await Promise.all(files.map((file) => machine.read(file)));
  const named = texts
    .flatMap((text) => (text?.toString('utf8') ?? '').split(/[\s:,]+/))
    .filter((word) => word.startsWith('/'));
  const usual = ['/lib', '/usr/lib', '/lib64', '/usr/lib64'];
  const multiarch = (
    await Promise.all(['/lib/*-linux-gnu', '/usr/lib/*-linux-gnu'].map((each) => glob(machine, each)))
  ).flat();
  return [
    ...(machine.environment['LD_LIBRARY_PATH'] ?? '').split(':').filter(Boolean),
    ...named,
    ...usual,
    ...multiarch,
  ];
}
