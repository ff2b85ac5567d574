import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import type { Command } from '../contract/model.ts';
import { type Environment, findProgram } from './environment.ts';

/** Bytes of standard output after which a job fails, so that a runaway command does not fill the memory. */
export const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** Bytes of standard error that are kept: the last ones. */
const ERRORS_KEPT = 64 * 1024;

/** After the command has exited, how long its output may be silent while a child of it still holds the pipe; ms. */
const QUIET_AFTER_EXIT = 250;

/** Between the request to end and the end by force, ms. */
const GRACE = 500;

export interface RunOptions {
  /** Given to standard input. */
  workload: Buffer;
  environment: Environment;
  folder: string;
  /** Ends the command and all its children. */
  signal: AbortSignal;
  outputLimit?: number;
  /** Time after which it is ended, ms; for ever where it is not said. */
  timeLimit?: number | undefined;
  /** Told of standard output as it comes; it is not kept then. */
  onOutput?: ((bytes: Buffer) => void) | undefined;
  /** Told of standard error as it comes. */
  onErrors?: (bytes: Buffer) => void;
}

export interface RunResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  output: Buffer;
  /** The end of standard error. */
  errors: Buffer;
  /** It wrote more than it may, or took longer, and was ended for it. */
  overflowed: boolean;
  timedOut: boolean;
}

/**
 * Runs a command once. The workload goes to standard input, never into the command line; output is read while it is
 * written. Throws `folder-missing` and `program-not-found` before anything is started.
 */
export async function runCommand(command: Command, options: RunOptions): Promise<RunResult> {
  const { folder, environment, outputLimit = OUTPUT_LIMIT, timeLimit, onOutput } = options;
  const child = start(command, folder, environment);
  const output: Buffer[] = [];
  let size = 0;
  let errors = Buffer.alloc(0);
  let overflowed = false;
  let timedOut = false;
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= endGroup(child);
  };

  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= outputLimit) {
      if (onOutput === undefined) output.push(chunk);
      else onOutput(chunk);
    } else if (!overflowed) {
      overflowed = true;
      end();
    }
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    options.onErrors?.(chunk);
    errors = Buffer.concat([errors, chunk]).subarray(-ERRORS_KEPT);
  });
  child.stdin?.on('error', () => {}); // the command may exit without reading its input
  child.stdin?.end(options.workload);
  const timer =
    timeLimit === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          end();
        }, timeLimit);
  if (options.signal.aborted) end();
  options.signal.addEventListener('abort', end, { once: true });
  try {
    const { exitCode, signal } = await ended(child);
    // Whoever killed the command did not ask its children; without it they are of no use to anybody.
    if (signal !== null) end();
    await ending;
    return { exitCode, signal, output: Buffer.concat(output), errors, overflowed, timedOut };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', end);
  }
}

function start(command: Command, folder: string, environment: Environment): ChildProcess {
  if (!isFolder(folder)) throw new AppError('folder-missing', `The folder ${folder} does not exist.`, { folder });
  const options = { cwd: folder, env: environment, detached: process.platform !== 'win32', windowsHide: true };
  if (command.kind === 'shell') return spawn(command.line, { ...options, shell: true });
  const [program = '', ...args] = command.argv;
  const found = findProgram(program, folder, environment, process.platform);
  if (found === undefined)
    throw new AppError('program-not-found', `${program} was not found on the PATH.`, { program });
  return spawn(found, args, { ...options, argv0: program });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Resolves when the command has exited and its output has been read. A child of it that lives on is not waited for. */
function ended(child: ChildProcess): Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    let quiet: NodeJS.Timeout | undefined;
    child.once('error', (error) =>
      reject(
        new AppError('program-not-found', `The command could not be started: ${error.message}.`, {
          program: child.spawnfile,
        }),
      ),
    );
    child.once('exit', (exitCode, signal) => {
      const finish = () => {
        clearTimeout(quiet);
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ exitCode, signal });
      };
      const listen = () => {
        clearTimeout(quiet);
        quiet = setTimeout(finish, QUIET_AFTER_EXIT);
      };
      child.once('close', finish);
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      listen();
    });
  });
}

/**
 * A shell line has children of its own: the whole group is asked to end, and what is left of it a moment later is made to.
 * Resolves when none of it runs any more.
 */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  const patience = performance.now() + GRACE;
  kill(-child.pid, 'SIGTERM');
  while (kill(-child.pid, 0) && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 20));
  kill(-child.pid, 'SIGKILL');
}

/** Sends a signal to a group; 0 only asks. Returns whether there is anybody in it. */
function kill(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(group, signal);
    return true;
  } catch {
    return false;
  }
}
