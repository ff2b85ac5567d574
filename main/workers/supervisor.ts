import { isAbsolute, resolve } from 'node:path';
import { failureOf } from '../contract/errors.ts';
import type {
  CommandOutcome,
  FunctionDefinition,
  WorkerEntry,
  WorkerInfo,
  WorkerOutputLine,
} from '../contract/model.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import type { Packet } from '../protocol/packets.ts';
import { commandEnvironment, findProgram, variable } from './environment.ts';
import { runCommand } from './run-command.ts';
import { type Answer, type AssignedJob, Worker } from './worker.ts';

/** Lines of output kept per function; the last ones. */
const LINES_KEPT = 1000;

export interface SupervisorParts {
  target: () => (Target & { run: number }) | undefined;
  origins: Origins;
  environment: NodeJS.ProcessEnv;
  onChange: () => void;
  /** How the command of a job ended, and which run of the server had given it. */
  onOutcome: (handle: string, outcome: CommandOutcome, run: number) => void;
}

interface Crew {
  workers: Worker[];
  /** Set once they have been told to stop. */
  stopped?: Promise<void>;
}

/** Runs the workspace's functions: so many workers for each as its definition says. */
export class Supervisor {
  readonly #parts: SupervisorParts;
  readonly #crews = new Map<string, Crew>();
  readonly #output = new Map<string, WorkerOutputLine[]>();

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  /**
   * Starts the workers of a function, if they do not run; those that are stopping are waited for. `home` is the folder that
   * its working folder is relative to.
   */
  async start(definition: FunctionDefinition, home: string): Promise<void> {
    await this.#crews.get(definition.name)?.stopped;
    if (this.isRunning(definition.name)) return;
    const folder = isAbsolute(definition.folder) ? definition.folder : resolve(home, definition.folder);
    const ability = Buffer.from(definition.name, 'utf8').toString('latin1');
    const workers = Array.from({ length: definition.workers }, (_, index) => {
      const name = `${definition.name}-${index + 1}`;
      return new Worker({
        name: Buffer.from(name, 'utf8').toString('latin1'),
        function: ability,
        target: this.#parts.target,
        origins: this.#parts.origins,
        work: (job, signal) => this.#work(definition, folder, name, job, signal),
        onChange: this.#parts.onChange,
        note: (entry) => this.#write(definition.name, { worker: name, handle: null, ...entry }),
      });
    });
    this.#crews.set(definition.name, { workers });
    this.#parts.onChange();
  }

  /** Stops the workers of a function and ends the commands that they run. */
  async stop(name: string): Promise<void> {
    const crew = this.#crews.get(name);
    if (crew === undefined) return;
    crew.stopped ??= Promise.all(crew.workers.map((worker) => worker.stop())).then(() => {
      this.#crews.delete(name);
      this.#parts.onChange();
    });
    await crew.stopped;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#crews.keys()].map((name) => this.stop(name)));
  }

  isRunning(name: string): boolean {
    return this.#crews.has(name);
  }

  get running(): readonly string[] {
    return [...this.#crews.keys()];
  }

  workers(name: string): WorkerInfo[] {
    return this.#crews.get(name)?.workers.map((worker) => ({ ...worker.info })) ?? [];
  }

  output(name: string): WorkerOutputLine[] {
    return this.#output.get(name) ?? [];
  }

  /** Where the program of the definition lies, or null; a shell line has none of its own. */
  programOf({ command, folder }: FunctionDefinition, home: string): string | null {
    if (command.kind === 'shell') return null;
    const environment = commandEnvironment(this.#parts.environment, process.platform);
    return findProgram(command.argv[0] as string, resolve(home, folder), environment, process.platform) ?? null;
  }

  async #work(
    definition: FunctionDefinition,
    folder: string,
    worker: string,
    job: AssignedJob,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { handle } = job;
    const run = this.#parts.target()?.run ?? 0; // the command may outlive it
    const report = (outcome: CommandOutcome) => this.#parts.onOutcome(handle, outcome, run);
    const write = (entry: WorkerEntry) => this.#write(definition.name, { worker, handle, ...entry });
    const lines = new Lines((text) => write({ kind: 'stderr', text }));
    const started = performance.now();
    try {
      const environment = commandEnvironment(this.#parts.environment, process.platform, {
        GEARBENCH_HANDLE: variable(handle),
        GEARBENCH_FUNCTION: variable(job.function),
        GEARBENCH_UNIQUE: variable(job.unique),
      });
      const { output, errors, ...end } = await runCommand(definition.command, {
        workload: job.workload,
        environment,
        folder,
        signal,
        onErrors: (bytes) => lines.add(bytes),
      });
      lines.end();
      const milliseconds = performance.now() - started;
      const outcome = { ...end, failure: null, errors: errors.toString('utf8') };
      write({ kind: 'ended', bytesIn: job.workload.length, bytesOut: output.length, milliseconds, outcome });
      report(outcome);
      return answerTo(handle, output, outcome);
    } catch (error) {
      // Whatever it is, the job fails with it and the worker goes on.
      const failure = failureOf(error);
      write({ kind: 'failed', failure });
      report({ exitCode: null, signal: null, overflowed: false, failure, errors: '' });
      return { ok: false, packets: failWith(handle, failure.message) };
    }
  }

  #write(name: string, line: WorkerEntry & { worker: string; handle: string | null }): void {
    const lines = this.#output.get(name) ?? [];
    lines.push({ at: Date.now(), ...line });
    if (lines.length > LINES_KEPT * 2) lines.splice(0, lines.length - LINES_KEPT);
    this.#output.set(name, lines);
    this.#parts.onChange();
  }
}

/**
 * Exit code 0 completes the job with the standard output; anything else fails it. Output of a failed command goes out as
 * data before the failure, as the stock worker does it; a reason that no exit code tells goes out as a warning.
 */
function answerTo(handle: string, output: Buffer, { exitCode, signal, overflowed }: CommandOutcome): Answer {
  if (exitCode === 0 && !overflowed) return { ok: true, packets: [{ name: 'WORK_COMPLETE', handle, result: output }] };
  const data: Packet[] = output.length === 0 ? [] : [{ name: 'WORK_DATA', handle, data: output }];
  const reason = overflowed ? 'ended because it wrote too much' : signal === null ? null : `killed by ${signal}`;
  const end: Packet[] = reason === null ? [{ name: 'WORK_FAIL', handle }] : failWith(handle, reason);
  return { ok: false, packets: [...data, ...end] };
}

const failWith = (handle: string, reason: string): Packet[] => [
  { name: 'WORK_WARNING', handle, warning: Buffer.from(`${reason}\n`, 'utf8') },
  { name: 'WORK_FAIL', handle },
];

/** Cuts a stream of bytes into lines of text. */
class Lines {
  readonly #each: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(each: (line: string) => void) {
    this.#each = each;
  }

  add(bytes: Buffer): void {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = (lines.pop() as string).slice(-8192);
    for (const line of lines) this.#each(line);
  }

  end(): void {
    if (this.#rest !== '') this.#each(this.#rest);
    this.#rest = '';
  }
}
