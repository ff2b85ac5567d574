import { type ChildProcess, spawn } from 'node:child_process';
import { AppError } from '../contract/errors.ts';
import { endGroup } from './group.ts';
import { placeOf } from './place.ts';
import {
  ERRORS_KEPT,
  OUTPUT_LIMIT,
  QUIET_AFTER_EXIT,
  type Runner,
  type RunnerParts,
  type RunOptions,
  type RunResult,
} from './runner.ts';

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

  async close(): Promise<void> {}

  async run(options: RunOptions): Promise<RunResult> {
    const { outputLimit = OUTPUT_LIMIT, timeLimit, onOutput } = options;
    const child = start(this.#parts, options.variables);
    this.#child = child;
    const output: Buffer[] = [];
    let size = 0;
    let errors = Buffer.alloc(0);
    let overflowed = false;
    let timedOut = false;
    let ending: Promise<void> | undefined;
    const end = () => {
      if (child.pid !== undefined) ending ??= endGroup(child.pid, { force: options.signal.reason === 'force' });
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
      const { exitCode, signal, held } = await ended(child);
      // Whoever killed the command did not ask its children; what it left with the output in its hands nobody hears.
      if (signal !== null || held) end();
      await ending;
      return { exitCode, signal, output: Buffer.concat(output), errors, overflowed, timedOut };
    } finally {
      this.#child = undefined;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', end);
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
