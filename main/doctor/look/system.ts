import { readBinary } from '../bytes/binary.ts';
import { type About, type Machine, type Ran, succeeded } from '../machine.ts';

/** What the system is. */
export interface System {
  /** As the system calls itself: `macOS 14.5`, `Debian GNU/Linux 12 (bookworm)`. */
  name: string;
  /** The version's first number; null where it is unknown. */
  major: number | null;
  /** The names by which packages are chosen: the distribution's and those that it is like. */
  families: readonly string[];
  /** The CPU that the computer has, as compilers name it. */
  cpu: string | null;
  mac: Mac | null;
}

/** What only a Mac has. */
export interface Mac {
  version: Ran;
  chip: Ran;
  /** Whether this program is translated for another CPU (Rosetta). */
  translated: Ran;
  protection: Ran;
  tools: CommandLineTools;
  /** What the directory says of the person's shell, and whether that can be run. */
  shell: { ran: Ran; path: string | null; runs: boolean };
  /** Reports of PHPs that ended between fork and exec, the newest last. */
  forkReports: readonly string[];
}

export interface CommandLineTools {
  chosen: Ran;
  /** Their folder; null where none is chosen. */
  folder: string | null;
  compiler: boolean;
  kit: boolean;
  version: Ran;
}

/** Ends in it since macOS 10.13: a program that has used Apple's libraries must not go on after a fork. */
const FORK = /objc_initializeAfterForkError|in progress in another thread when fork/;

/** Reports that are looked at: the last by name, which tells the date. */
const REPORTS = 20;

export async function lookAtSystem(machine: Machine): Promise<System> {
  if (machine.platform === 'darwin') return lookAtMac(machine);
  if (machine.platform === 'win32') return { name: 'Windows', major: null, families: [], cpu: null, mac: null };
  const text = (await machine.read('/etc/os-release'))?.toString('utf8') ?? '';
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  const shell = await machine.read('/bin/sh');
  return {
    name: value('PRETTY_NAME') || 'Linux',
    major: Number.parseInt(value('VERSION_ID'), 10) || null,
    families: [value('ID'), ...value('ID_LIKE').split(' ')].filter((name) => name !== ''),
    cpu: (shell && readBinary(shell)?.slices[0]?.cpu) ?? null,
    mac: null,
  };
}

async function lookAtMac(machine: Machine): Promise<System> {
  const [version, chip, translated, protection, chosen, toolsVersion, directory, reports] = await Promise.all([
    machine.run(['/usr/bin/sw_vers', '-productVersion']),
    machine.run(['/usr/sbin/sysctl', '-n', 'hw.optional.arm64']),
    machine.run(['/usr/sbin/sysctl', '-n', 'sysctl.proc_translated']),
    machine.run(['/usr/bin/csrutil', 'status']),
    machine.run(['/usr/bin/xcode-select', '-p']),
    machine.run(['/usr/sbin/pkgutil', '--pkg-info=com.apple.pkg.CLTools_Executables']),
    machine.run(['/usr/bin/dscl', '.', '-read', machine.home, 'UserShell']),
    forkReports(machine),
  ]);
  const number = version.out.trim();
  const folder = succeeded(chosen) ? chosen.out.trim() : null;
  const path = /UserShell: (\S.*)/.exec(directory.out)?.[1]?.trim() ?? null;
  const [compiler, kit, shell] = await Promise.all([
    folder === null ? null : machine.about(`${folder}/usr/bin/clang`),
    folder === null ? null : kitOf(machine, folder),
    path === null ? null : machine.about(path),
  ]);
  return {
    name: number === '' ? 'macOS' : `macOS ${number}`,
    major: Number.parseInt(number, 10) || null,
    families: [],
    // `uname -m` tells what this program was compiled for, translated or not.
    cpu: chip.out.trim() === '1' ? 'arm64' : version.end.how === 'exit' ? 'x86_64' : null,
    mac: {
      version,
      chip,
      translated,
      protection,
      tools: { chosen, folder, compiler: compiler !== null, kit: kit !== null, version: toolsVersion },
      shell: { ran: directory, path, runs: shell?.executable ?? false },
      forkReports: reports,
    },
  };
}

/** The headers of the system: in the tools' own folder, or in Xcode's. */
const kitOf = async (machine: Machine, folder: string): Promise<About | null> =>
  (await machine.about(`${folder}/SDKs/MacOSX.sdk`)) ??
  machine.about(`${folder}/Platforms/MacOSX.platform/Developer/SDKs/MacOSX.sdk`);

async function forkReports(machine: Machine): Promise<string[]> {
  const folder = `${machine.home}/Library/Logs/DiagnosticReports`;
  const names = (await machine.list(folder)).filter((name) => /^php.*\.(ips|crash)$/.test(name)).slice(-REPORTS);
  const texts = await Promise.all(names.map((name) => machine.read(`${folder}/${name}`)));
  return names.filter((_, index) => FORK.test(texts[index]?.toString('utf8') ?? '')).map((name) => `${folder}/${name}`);
}
