import { type ChildProcess, spawn } from 'node:child_process';
import { AppError } from '../contract/errors.ts';
import { endGroup } from './group.ts';
import { placeOf } from './place.ts';
import { RunRecord } from './run-record.ts';
import { QUIET_AFTER_EXIT, type Runner, type RunnerParts, type RunOptions, type RunResult } from './runner.ts';

/** Starts each command from this process. Slower than helpers, but it needs no shell and no pipe with a name. */
export class SpawnRunner implements Runner {
  readonly #parts: RunnerParts;
  #child: ChildProcess | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async prepare(): Promise<void> {}

  async close(): Promise<void> {}

  async run(options: RunOptions): Promise<RunResult> {
    const child = start(this.#parts, options.variables);
    this.#child = child;
    const { guard } = this.#parts;
    if (child.pid !== undefined) guard?.add(child.pid);
    let ending: Promise<void> | undefined;
    const end = () => {
      if (child.pid !== undefined) ending ??= endGroup(child.pid, { force: options.signal.reason === 'force' });
    };
    const record = new RunRecord(options, end);
    child.stdout?.on('data', (chunk: Buffer) => record.takeOutput(chunk));
    child.stderr?.on('data', (chunk: Buffer) => record.takeErrors(chunk));
    child.stdin?.on('error', () => {}); // the command may exit without reading its input
    child.stdin?.end(options.workload);
    try {
      const { held, ...how } = await ended(child);
      // Whoever killed the command did not ask its children; what it left with the output in its hands nobody hears.
      if (how.signal !== null || held) end();
      await ending;
      return record.result(how);
    } finally {
      this.#child = undefined;
      if (child.pid !== undefined) guard?.remove(child.pid);
      record.close();
    }
  }
}

function start(parts: RunnerParts, variables: Record<string, string> = {}): ChildProcess {
  const { command, folder } = parts;
  const environment = { ...parts.environment, ...variables };
  const program = placeOf(parts);
  const options = { cwd: folder, env: environment, detached: process.platform !== 'win32', windowsHide: true };
  if (command.kind === 'shell') return spawn(command.line, { ...options, shell: true });
  const [name = '', ...args] = command.argv;
  return spawn(program, args, { ...options, argv0: name });
}

/** Resolves when the command has exited and its output has been read, or a child of it has held that long enough. */
function ended(child: ChildProcess): Promise<Pick<RunResult, 'exitCode' | 'signal'> & { held: boolean }> {
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
      const finish = (held: boolean) => {
        clearTimeout(quiet);
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ exitCode, signal, held });
      };
      const listen = () => {
        clearTimeout(quiet);
        quiet = setTimeout(() => finish(true), QUIET_AFTER_EXIT);
      };
      child.once('close', () => finish(false));
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      listen();
    });
  });
}
