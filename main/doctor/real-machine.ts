import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open, readdir, readlink, realpath, stat, statfs } from 'node:fs/promises';
import { homedir, hostname, networkInterfaces } from 'node:os';
import { resolve as absolute, join, posix } from 'node:path';
import { type AdminSession, openAdmin } from '../client/admin.ts';
import { AppError } from '../contract/errors.ts';
import type { ReasonId } from '../contract/reasons.ts';
import { personsEnvironment } from '../util/persons-environment.ts';
import { fetchPage, tryPage } from './fetch-page.ts';
import {
  type About,
  type Machine,
  mayRun,
  type Platform,
  type PortAnswer,
  type Ran,
  type RunOptions,
  type Unreached,
} from './machine.ts';

/** The largest file that is looked at: PHP's own program is a tenth of it. */
const LARGEST = 256 * 1024 * 1024;

/** Characters of each of a program's outputs that are kept. */
const KEPT = 256 * 1024;

const PATIENCE = 5000;

/** How long a program's output may go on after its end, ms. */
const LINGER = 500;

/** A folder leads to folders below it, but not for ever. */
const MOST_LINKS = 40;

export interface RealMachineParts {
  /** A folder that is taken for `/`: another system's disk, or a copy. */
  root?: string;
  environment: NodeJS.ProcessEnv;
  terminalPath: () => Promise<string | null>;
}

/**
 * The computer that this runs on; or the system below `root`, whose links are followed inside of it, and whose programs are
 * run where the system lets us go there (chroot(8), on Linux as root), else not at all.
 */
export function realMachine({ root: given = '/', environment: all, terminalPath }: RealMachineParts): Machine {
  const root = absolute(given) === absolute('/') ? undefined : absolute(given);
  const environment = personsEnvironment(all);
  const platform = (['darwin', 'win32'] as const).find((each) => each === process.platform) ?? 'linux';
  const user = process.getuid?.() ?? null;
  const place = root === undefined ? (path: string) => Promise.resolve(path) : (path: string) => placeBelow(root, path);
  const enter = rootEntrance(root, platform, user);

  return {
    platform,
    environment,
    user,
    home: environment['HOME'] ?? homedir(),
    read: async (path) => readBounded(await place(path)),
    list: async (folder) => (await readdir(await place(folder)).catch(() => [])).sort(),
    about: async (path) => aboutFile(await place(path)),
    real: async (path) => {
      if (root === undefined) return realpath(path).catch(() => null);
      const inside = await placeBelow(root, path);
      return (await aboutFile(inside)) === null ? null : `/${inside.slice(root.length)}`.replace(/^\/+/, '/');
    },
    run: (argv, options = {}) => {
      const [program = ''] = argv;
      if (enter === null || !mayRun(platform, program))
        return Promise.resolve({ argv, end: { how: 'not-run' }, out: '', err: '' });
      return runProgram(argv, [...enter, ...argv], environment, options);
    },
    terminalPath: () => (root === undefined ? terminalPath() : Promise.resolve(null)),
    ask: (host, port) => (root === undefined ? askVersion(host, port) : Promise.resolve({ what: 'not-asked' })),
    space: async (path) => spaceAt(await place(path)),
    addresses: () => (root === undefined ? ownAddresses() : []),
    fetch: (url) => (root === undefined ? fetchPage(url, environment) : Promise.resolve({ what: 'not-asked' })),
    tryPage: (page) => (root === undefined ? tryPage(page, environment) : Promise.resolve({ what: 'not-asked' })),
  };
}

/** What stands before a program's argument vector to run it there; null where it cannot be. */
function rootEntrance(root: string | undefined, platform: Platform, user: number | null): readonly string[] | null {
  if (root === undefined) return [];
  return platform === 'linux' && user === 0 ? ['/usr/sbin/chroot', root] : null;
}

/** Where a path of a system below `root` is, its links followed as that system does. A path that leads nowhere stays one. */
async function placeBelow(root: string, path: string): Promise<string> {
  let links = 0;
  let inside = '/';
  const waiting = posix
    .normalize(path)
    .split('/')
    .filter((part) => part !== '');
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (part === '..') {
      inside = posix.dirname(inside);
      continue;
    }
    const next = posix.join(inside, part);
    const target = await readlink(join(root, next)).catch(() => null);
    if (target === null) inside = next;
    else if (links === MOST_LINKS) return join(root, inside, part, 'too many links');
    else {
      links += 1;
      if (target.startsWith('/')) inside = '/';
      waiting.unshift(...target.split('/').filter((each) => each !== '' && each !== '.'));
    }
  }
  return join(root, inside);
}

async function readBounded(path: string): Promise<Buffer | null> {
  try {
    // A pipe that nobody writes to would not even open.
    if (!(await stat(path)).isFile()) return null;
    const file = await open(path);
    try {
      const found = await file.stat();
      return found.isFile() && found.size <= LARGEST ? await file.readFile() : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

async function aboutFile(path: string): Promise<About | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const may = (mode: number) =>
    access(path, mode).then(
      () => true,
      () => false,
    );
  const [readable, writable, executable] = await Promise.all([
    may(constants.R_OK),
    may(constants.W_OK),
    may(constants.X_OK),
  ]);
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  return { kind, owner: found.uid, modified: found.mtimeMs, readable, writable, executable };
}

function runProgram(
  argv: readonly string[],
  whole: readonly string[],
  environment: NodeJS.ProcessEnv,
  { patience = PATIENCE, environment: more = {}, signal }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve) => {
    const [program = '', ...args] = whole;
    const child = spawn(program, args, {
      env: { ...environment, LC_ALL: 'C', ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      detached: process.platform !== 'win32', // a group of its own, which can be ended as a whole
    });
    const said = { out: '', err: '' };
    for (const name of ['out', 'err'] as const) {
      const stream = name === 'out' ? child.stdout : child.stderr;
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (said[name].length < KEPT) said[name] = (said[name] + text).slice(0, KEPT);
      });
    }
    const finish = (end: Ran['end']) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      child.stdout.destroy();
      child.stderr.destroy();
      endGroup(child.pid); // what it left running holds nobody up, and stays behind for nobody
      resolve({ argv, end, ...said });
    };
    const timer = setTimeout(() => finish({ how: 'time-out' }), patience);
    const stop = () => finish({ how: 'ended' });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    child.once('error', (error: NodeJS.ErrnoException) => {
      finish({ how: 'unstartable', reason: error.code ?? error.message });
    });
    const ended = (code: number | null, signal: NodeJS.Signals | null) => {
      finish(code === null ? { how: 'signal', signal: signal ?? '' } : { how: 'exit', code });
    };
    child.once('close', ended);
    // What it has started may hold its output open for ever.
    child.once('exit', (code, signal) => setTimeout(() => ended(code, signal), LINGER).unref());
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
    else if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // nobody is left in it
  }
}

const spaceAt = (path: string): Promise<number | null> =>
  statfs(path).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );

const ownAddresses = (): string[] => [
  hostname(),
  ...Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  ),
];

/** What a failed connection comes to, by its reason. */
const UNREACHED: Partial<Record<ReasonId, Unreached>> = {
  'host-unreachable': 'unreachable',
  'local-network': 'unreachable',
  'no-answer': 'silent',
  'name-unknown': 'name',
  'name-unanswered': 'name',
};

function unreached({ code, details }: AppError): Unreached {
  if (code === 'connection-refused') return 'refused';
  return code === 'connection-timeout' ? 'silent' : (UNREACHED[details['why'] as ReasonId] ?? 'other');
}

async function askVersion(host: string, port: number): Promise<PortAnswer> {
  let session: AdminSession;
  try {
    session = await openAdmin({ host, port });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { what: 'nothing', why: unreached(error), reason: error.message };
  }
  const timer = setTimeout(() => session.close(), PATIENCE); // it may be waiting for us
  try {
    const answer = (await session.ask('version', 'line')).toString('utf8');
    const version = /^(?:OK )?(\d\S*)\s*$/.exec(answer)?.[1];
    return version === undefined ? { what: 'other' } : { what: 'gearman', version };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { what: 'other' };
  } finally {
    clearTimeout(timer);
    session.close();
  }
}
