import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, delimiter } from 'node:path';
import { personsEnvironment } from '../util/persons-environment.ts';

/** How long a shell may take, ms; people put much into what it reads at its start. */
const PATIENCE = 5000;

/** Characters of a shell's output that are kept: the last ones. */
const KEPT = 256 * 1024;

export interface LoginPathParts {
  /** Path of the person's shell. */
  shell: string;
  environment: NodeJS.ProcessEnv;
  /** Ends the shell, with everything that it started. */
  signal: AbortSignal;
  /** For each way to ask, ms. */
  patience?: number;
}

/**
 * The PATH that a terminal of the person has: runs their shell as a terminal does, which reads what they wrote for it, and
 * has it printed between two marks that nothing else prints. Where that does not come to its end, as when what the shell reads
 * puts another shell in its place, the shell is asked once more, as one that nobody types into. Undefined where neither
 * answers. Nothing of it goes on running.
 */
export async function loginPath(parts: LoginPathParts): Promise<string | undefined> {
  for (const manner of mannersOf(parts.shell)) {
    const path = await ask(manner, parts);
    if (path !== undefined && path !== '') return path;
    if (parts.signal.aborted) break;
  }
  return undefined;
}

/** Interactive and login; then without the first. The C shells take `-l` only where nothing else is said. */
const mannersOf = (shell: string): readonly string[][] =>
  /csh$/.test(basename(shell))
    ? [['-i', '-c'], ['-c']]
    : [
        ['-i', '-l', '-c'],
        ['-l', '-c'],
      ];

function ask(
  manner: readonly string[],
  { shell, environment: own, signal, patience = PATIENCE }: LoginPathParts,
): Promise<string | undefined> {
  // In two halves, so that a shell that shows what it was given does not print a mark.
  const [first, second] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')];
  const between = new RegExp(`${first}${second}([^]*?)${first}${second}`);
  // Every shell takes words in single quotes alike; what it has exported is read by one that is the same everywhere.
  const line = `/bin/sh -c 'printf "%s%s%s%s%s" ${first} ${second} "$PATH" ${first} ${second}'`;
  const environment = personsEnvironment(own);
  return new Promise((resolve) => {
    const child = spawn(shell, [...manner, line], {
      cwd: own['HOME'] ?? homedir(),
      // Whoever writes what a shell reads can tell by the last that nobody looks at it.
      env: { ...environment, TERM: 'dumb', GEARBENCH_ASKS_PATH: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true, // a group of its own, and no terminal to take from anybody
    });
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const end = (path?: string) => {
      limit.removeEventListener('abort', giveUp);
      child.stdout.destroy();
      endGroup(child.pid);
      resolve(path);
    };
    const giveUp = () => end();
    limit.addEventListener('abort', giveUp);
    if (limit.aborted) return giveUp();
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-KEPT);
      const path = between.exec(said)?.[1];
      if (path !== undefined) end(path);
    });
    child.once('error', giveUp);
    child.once('close', giveUp);
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // nobody is left in it
  }
}

/** The folders of the first path, then those that only the second has. */
export function joinPaths(first: string, second: string): string {
  const folders = [first, second].flatMap((path) => path.split(delimiter)).filter((folder) => folder !== '');
  return [...new Set(folders)].join(delimiter);
}
