/**
 * The only way in which the doctor looks at a computer: files, and programs that are run. What it knows it knows from here, so
 * that a computer can be a folder of a disk, or a description in a test.
 */
import { posix, win32 } from 'node:path';

export type Platform = 'darwin' | 'linux' | 'win32';

export interface Machine {
  readonly platform: Platform;
  /** The person's home folder. */
  readonly home: string;
  /** The person's number, where the system has numbers. */
  readonly user: number | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The bytes of a file; null where there is none, where it may not be read, or where it is too large to be looked at. */
  read(path: string): Promise<Buffer | null>;
  /** Names in a folder, sorted; none where there is no folder, or it may not be read. */
  list(folder: string): Promise<readonly string[]>;
  /** What the path leads to, links followed. Null where it leads to nothing. */
  about(path: string): Promise<About | null>;
  /** The path without links. Null where it leads to nothing. */
  real(path: string): Promise<string | null>;
  /** Runs a program, named by its whole path, to its end. Never throws, never asks a shell, never waits for long. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The PATH that a terminal of the person has; null where their shell does not tell. */
  terminalPath(): Promise<string | null>;
  /** What a port answers when it is asked for its version as a Gearman server. Never throws. */
  ask(host: string, port: number): Promise<PortAnswer>;
  /** Bytes that may still be written where the path leads; null where that cannot be told. */
  space(path: string): Promise<number | null>;
  /** Names and addresses of this computer by which others reach it; none where another one is looked at. */
  addresses(): readonly string[];
  /** What a page of the web is. It goes online, which nothing else does: only where the person asks for it. Never throws. */
  fetch(url: string): Promise<PageAnswer>;
  /** What a page is whose code is put into a file of the folder for it, which is taken away again in any case. Never throws. */
  tryPage(page: { folder: string; name: string; code: string; url: string }): Promise<PageAnswer>;
}

export type PageAnswer =
  | { what: 'page'; status: number; text: string; proxy: string | null }
  /** Why not: the name is unknown, the proxy or the other side does not do as it should, or the certificate is not trusted. */
  | { what: 'failed'; at: 'name' | 'proxy' | 'tls' | 'connection'; proxy: string | null; reason: string }
  /** The folder may not be written to. */
  | { what: 'unwritable'; reason: string }
  /** Another computer is looked at. */
  | { what: 'not-asked' };

export interface About {
  kind: 'file' | 'folder' | 'other';
  /** The number of its owner. */
  owner: number;
  /** ms since the epoch. */
  modified: number;
  readable: boolean;
  writable: boolean;
  executable: boolean;
}

export interface RunOptions {
  /** Milliseconds, after which it is ended with all that it started; 5 s where nothing else is said. */
  patience?: number;
  /** Variables besides the person's own. */
  environment?: Readonly<Record<string, string>>;
  /** Raised when it shall be ended, with all that it started. */
  signal?: AbortSignal;
}

/** A program that was run, with what it wrote: the beginning, where that is much. */
export interface Ran {
  argv: readonly string[];
  end:
    | { how: 'exit'; code: number }
    | { how: 'signal'; signal: string }
    /** It took too long. */
    | { how: 'time-out' }
    /** Somebody ended it: it was not needed any more. */
    | { how: 'ended' }
    /** It cannot be started; the system's reason. */
    | { how: 'unstartable'; reason: string }
    /** It is not run here: it is of another computer, or asking for it would open a window of the system's. */
    | { how: 'not-run' };
  out: string;
  err: string;
}

export type PortAnswer =
  | { what: 'gearman'; version: string }
  /** Something listens that speaks something else. */
  | { what: 'other' }
  /** Nobody listens, or it was not reached; the reason is of those that are known. */
  | { what: 'nothing'; why: Unreached; reason: string }
  /** It would be a port of this computer, and another one is looked at. */
  | { what: 'not-asked' };

/** `silent` is a computer that does not answer, `unreachable` one to which there is no way. */
export type Unreached = 'refused' | 'silent' | 'unreachable' | 'name' | 'other';

export const succeeded = ({ end }: Ran): boolean => end.how === 'exit' && end.code === 0;

/** How paths are put together on that system. */
export const pathsOf = ({ platform }: Pick<Machine, 'platform'>) => (platform === 'win32' ? win32 : posix);

/**
 * Programs of macOS that are what they seem to be. The others under /usr/bin may be stand-ins that open the dialog which
 * installs the Command Line Tools (`xcode-select --install`); the tools themselves are run by the path below their folder.
 */
const GENUINE = new Set([
  '/usr/bin/codesign',
  '/usr/bin/csrutil',
  '/usr/bin/dscl',
  '/usr/bin/php',
  '/usr/bin/sw_vers',
  '/usr/bin/uname',
  '/usr/bin/xattr',
  '/usr/bin/xcode-select',
]);

/** Whether running it asks nobody anything. */
export const mayRun = (platform: Platform, program: string): boolean =>
  platform !== 'darwin' || !program.startsWith('/usr/bin/') || GENUINE.has(program);

/** The first program of that name on a PATH, whole; null where there is none. */
export async function onPath(machine: Machine, path: string, name: string): Promise<string | null> {
  const paths = pathsOf(machine);
  for (const folder of path.split(paths.delimiter)) {
    if (!paths.isAbsolute(folder)) continue; // what is found would depend on where one stands
    const program = paths.join(folder, name);
    const about = await machine.about(program);
    if (about?.kind === 'file' && about.executable) return program;
  }
  return null;
}

/**
 * Paths that match a pattern in which `*` stands for any part of a name, in the order of their names; a name that begins with
 * a dot only where the pattern says so.
 */
export async function glob(machine: Machine, pattern: string): Promise<string[]> {
  const paths = pathsOf(machine);
  const { root } = paths.parse(pattern);
  let found = [root];
  for (const part of pattern.slice(root.length).split(paths.sep)) {
    const next: string[] = [];
    for (const folder of found) {
      if (!part.includes('*')) next.push(paths.join(folder, part));
      else {
        const name = nameMatcher(part);
        next.push(...(await machine.list(folder)).filter((each) => name(each)).map((each) => paths.join(folder, each)));
      }
    }
    found = next;
  }
  const there = await Promise.all(found.map((path) => machine.about(path)));
  return found.filter((_, index) => there[index] !== null);
}

function nameMatcher(part: string): (name: string) => boolean {
  const pieces = part.split('*').map((piece) => piece.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  const pattern = new RegExp(`^${pieces.join('.*')}$`);
  return (name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.'));
}
