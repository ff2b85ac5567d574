import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { Environment } from './environment.ts';
import { endGroup } from './group.ts';
import type { GroupGuard } from './runner.ts';

/*
 * A shell that starts one command again and again, because a start costs this big process milliseconds of its thread and a
 * small shell next to nothing. It is told only what is not for a shell to read: variables as words after `export`, never a
 * line to run. Its arguments are the command's own, from its start on.
 *
 *   =NAME=value  a variable of the next run     +text  more of its value, on a line of its own
 *   -NAME        no such variable any more      !      run, with the workload file as input
 *                                               ?      run, and say `.` when its input can be written to the pipe
 *
 * It answers with the exit code in a line, after what it has to say of a signal that ended the command; Debian's says that on the
 * command's own standard error. No `(exec …)` around the command, which would keep the two apart: then Debian's copies itself for
 * each start, which takes half as long again.
 */
const SCRIPT = `
exec 2>&1
_gb_d=$1
shift
PATH=$PATH:/usr/bin:/bin mkfifo "$_gb_d/out" "$_gb_d/err" "$_gb_d/feed" || exit
unset PWD OLDPWD SHLVL _
trap : TERM
_gb_v=
echo ready
while IFS= read -r _gb_l; do
  case $_gb_l in
  =*) [ -z "$_gb_v" ] || export "$_gb_v"; _gb_v=\${_gb_l#=} ;;
  +*) _gb_v="$_gb_v
\${_gb_l#+}" ;;
  -*) unset "\${_gb_l#-}" ;;
  !) [ -z "$_gb_v" ] || export "$_gb_v"; _gb_v=
    "$@" <"$_gb_d/in" >"$_gb_d/out" 2>"$_gb_d/err"
    echo "$?" ;;
  '?') (exec 9>&1 <"$_gb_d/feed" >"$_gb_d/out" 2>"$_gb_d/err"; echo . >&9; exec "$@" 9>&-)
    echo "$?" ;;
  esac
done
`;

const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** How a command ended, as its shell tells it; the status is null where the shell ended with it. */
export interface Report {
  status: number | null;
  /** What the shell said of it. */
  said: string;
  /** The signal that ended the shell. */
  signal: NodeJS.Signals | null;
}

export interface HelperParts {
  /** The command's program by its whole path, and its arguments. */
  argv: readonly string[];
  folder: string;
  environment: Environment;
  guard?: GroupGuard | undefined;
}

/** A shell that starts one command, with the pipes that its output comes through. POSIX only. */
export class Helper {
  readonly pid: number;
  /** Where the pipes are. */
  readonly place: string;
  readonly out: number;
  readonly err: number;
  readonly #child: ChildProcess;
  readonly #tidied: Promise<void> | undefined;
  readonly #variables = new Map<string, string>();
  #text = '';
  #hear: (line: string) => void;
  #gone: Report | undefined;
  #onReport: ((report: Report) => void) | undefined;
  #onReady: (() => void) | undefined;
  #said = '';

  /** Starts one. Throws an AppError where the system has no room or no shell for it. */
  static async start(parts: HelperParts): Promise<Helper> {
    const place = await mkdtemp(join(tmpdir(), 'gearbench-'));
    let child: ChildProcess | undefined;
    let tidied: Promise<void> | undefined;
    try {
      child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', place, ...parts.argv], {
        cwd: parts.folder,
        env: parts.environment,
        detached: true,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      if (child.pid !== undefined) tidied = tidyAfter(child, child.pid, place, parts.guard);
      await isReady(child);
      return new Helper(child, place, tidied);
    } catch (error) {
      child?.kill('SIGKILL');
      await (tidied ?? remove(place));
      throw error;
    }
  }

  private constructor(child: ChildProcess, place: string, tidied: Promise<void> | undefined) {
    this.#child = child;
    this.#tidied = tidied;
    this.pid = child.pid as number;
    this.place = place;
    this.out = openSync(join(place, 'out'), READ);
    this.err = openSync(join(place, 'err'), READ);
    this.#hear = (line) => {
      if (line === '.') this.#onReady?.();
      else if (/^\d+$/.test(line)) this.#report({ status: Number(line), said: this.#said.trim(), signal: null });
      else this.#said += `${line}\n`;
    };
    child.stdin?.on('error', () => {}); // its end tells
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.once('close', (_code, signal) => {
      this.#gone = { status: null, said: this.#said.trim(), signal };
      this.#report(this.#gone);
    });
  }

  get isGone(): boolean {
    return this.#gone !== undefined;
  }

  /** Runs the command on what is in the workload file. Resolves when it has ended. */
  run(variables: Environment): Promise<Report> {
    return this.#start(`${this.#changed(variables)}!\n`);
  }

  /** Runs the command before there is a workload for it; `ready` is told when it waits for one at the pipe `feed`. */
  runAhead(ready: () => void): Promise<Report> {
    this.#onReady = ready;
    return this.#start('?\n');
  }

  /** It takes no more commands and ends after the one that it runs. */
  retire(): void {
    this.#child.stdin?.end();
  }

  /** Gives back what it has of the system's, when it has ended. */
  async close(): Promise<void> {
    closeSync(this.out);
    closeSync(this.err);
    this.#child.stdout?.destroy();
    await this.#tidied;
  }

  #start(lines: string): Promise<Report> {
    if (this.#gone !== undefined) return Promise.resolve(this.#gone);
    this.#said = '';
    return new Promise((resolve) => {
      this.#onReport = resolve;
      this.#child.stdin?.write(lines);
    });
  }

  #report(report: Report): void {
    this.#onReport?.(report);
    this.#onReport = undefined;
  }

  #read(chunk: Buffer): void {
    const lines = (this.#text + chunk.toString('latin1')).split('\n');
    this.#text = lines.pop() as string;
    for (const line of lines) this.#hear(line);
  }

  /** What to say so that the shell has these variables and none of the run before. */
  #changed(variables: Environment): string {
    let lines = '';
    for (const [name, value] of Object.entries(variables)) {
      if (this.#variables.get(name) === value) continue;
      this.#variables.set(name, value);
      lines += `=${name}=${value.replaceAll('\n', '\n+')}\n`;
    }
    for (const name of this.#variables.keys()) {
      if (Object.hasOwn(variables, name)) continue;
      this.#variables.delete(name);
      lines += `-${name}\n`;
    }
    return lines;
  }
}

/**
 * However the shell ends, what it left in its group ends too, and its files go. The guard is told last, so that it removes them
 * where we are killed before, and soon, because the group's number may then be somebody else's.
 */
async function tidyAfter(
  child: ChildProcess,
  pid: number,
  place: string,
  guard: GroupGuard | undefined,
): Promise<void> {
  guard?.add(pid, place);
  await new Promise((resolve) => child.once('exit', resolve));
  await endGroup(pid);
  await remove(place).catch(() => {}); // who took them away has them
  guard?.remove(pid);
}

const remove = (place: string): Promise<void> => rm(place, { recursive: true, force: true });

/** Resolves when the shell has made its pipes. */
function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const failed = (reason: string) =>
      reject(new AppError('program-not-found', `The command could not be started: ${reason}.`, { program: '/bin/sh' }));
    child.once('error', (error) => failed(error.message));
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (said !== 'ready\n') return;
      child.off('close', ended);
      child.stdout?.off('data', hear);
      resolve();
    };
    const ended = () => failed(said.trim());
    child.once('close', ended);
    child.stdout?.on('data', hear);
  });
}

const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Reads what is in a pipe. Returns whether anybody can still write to it. Reads no more than fits into it a few times: who
 * writes without end is read again.
 */
export function readWhatIsThere(pipe: number, take: (chunk: Buffer) => void): 'open' | 'closed' {
  for (let times = 0; times < 8; times += 1) {
    let size: number;
    try {
      size = readSync(pipe, scratch);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 'open';
      throw error;
    }
    if (size === 0) return 'closed';
    take(Buffer.from(scratch.subarray(0, size)));
  }
  return 'open';
}
