import { cpusOf, readBinary } from '../bytes/binary.ts';
import { glob, type Machine } from '../machine.ts';

/** A libgearman: what is linked with, what is compiled with, or both. */
export interface Library {
  prefix: string;
  header: string | null;
  /** The version that the headers tell, else the one in the folder's name. */
  version: string | null;
  files: readonly { path: string; cpus: readonly string[] }[];
}

/** Where the extension's `configure` looks when nobody tells it where (config.m4 of ext-gearman). */
export const SEARCHED = ['/usr/local', '/usr', '/opt/local'];

const HEADERS = ['include/libgearman-1.0/gearman.h', 'include/libgearman/gearman.h'];

/** Every libgearman of the machine, by the folder that `--with-gearman` would be given. */
export async function lookForLibraries(machine: Machine): Promise<Library[]> {
  if (machine.platform === 'win32') return [];
  const prefixes = [
    '/opt/homebrew/opt/gearman',
    '/usr/local/opt/gearman',
    '/home/linuxbrew/.linuxbrew/opt/gearman',
    '/opt/homebrew',
    ...SEARCHED,
  ];
  const found: Library[] = [];
  const seen = new Set<string>();
  for (const prefix of prefixes) {
    const library = await libraryAt(machine, prefix);
    if (library === null) continue;
    // Homebrew's own folder links to what lies in the formula's.
    const [first] = library.files;
    const real = await machine.real(library.header ?? (first?.path as string));
    if (real !== null && seen.has(real) && !SEARCHED.includes(prefix)) continue;
    if (real !== null) seen.add(real);
    found.push(library);
  }
  return found;
}

async function libraryAt(machine: Machine, prefix: string): Promise<Library | null> {
  const ending = machine.platform === 'darwin' ? '.dylib' : '.so*';
  const folders = machine.platform === 'darwin' ? ['lib'] : ['lib', 'lib64', 'lib/*-linux-gnu'];
  const paths = await Promise.all(folders.map((folder) => glob(machine, `${prefix}/${folder}/libgearman${ending}`)));
  const dated = await Promise.all(
    machine.platform === 'darwin' ? [glob(machine, `${prefix}/lib/libgearman.*.dylib`)] : [],
  );
  const headers = await Promise.all(HEADERS.map((header) => machine.about(`${prefix}/${header}`)));
  const header = HEADERS.find((_, index) => headers[index] !== null);
  const files = await Promise.all(
    [...paths, ...dated].flat().map(async (path) => {
      const bytes = await machine.read(path);
      const binary = bytes === null ? null : readBinary(bytes);
      return { path, cpus: binary === null ? [] : cpusOf(binary) };
    }),
  );
  if (header === undefined && files.length === 0) return null;
  return { prefix, header: header ? `${prefix}/${header}` : null, version: await versionAt(machine, prefix), files };
}

async function versionAt(machine: Machine, prefix: string): Promise<string | null> {
  const text = (await machine.read(`${prefix}/include/libgearman-1.0/version.h`))?.toString('utf8') ?? '';
  const told = /LIBGEARMAN_VERSION_STRING\s+"(.+?)"/.exec(text)?.[1];
  return told ?? /\/Cellar\/gearman\/([\d.]+)/.exec((await machine.real(prefix)) ?? '')?.[1] ?? null;
}
