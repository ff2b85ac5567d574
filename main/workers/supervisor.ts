import { isAbsolute, resolve } from 'node:path';
import { failureOf } from '../contract/errors.ts';
import type {
  CommandOutcome,
  FunctionDefinition,
  Priority,
  WorkerEntry,
  WorkerInfo,
  WorkerOutputLine,
} from '../contract/model.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import type { Packet } from '../protocol/packets.ts';
import { commandEnvironment, type Environment, findProgram, variable } from './environment.ts';
import { JobPackets } from './job-packets.ts';
import { Lines, textOf } from './lines.ts';
import { type RunResult, runCommand } from './run-command.ts';
import { hiderOf, shownOutcome } from './secrets.ts';
import { type Answer, type AssignedJob, Worker } from './worker.ts';
import { withWorkloadFile } from './workload-file.ts';

/** Lines of output kept per function; the last ones. */
const LINES_KEPT = 1000;

export interface SupervisorParts {
  target: () => (Target & { run: number }) | undefined;
  origins: Origins;
  environment: NodeJS.ProcessEnv;
  onChange: () => void;
  /** How the command of a job ended, and which run of the server had given it. */
  onOutcome: (handle: string, outcome: CommandOutcome, run: number) => void;
  /** What the server alone knows of a job that a worker has: it is not in the packet that assigns it. */
  factsOf: (handle: string) => { priority: Priority; attempt: number } | undefined;
}

/** A job that one of the workers got. */
interface Assignment {
  definition: FunctionDefinition;
  /** Values of its secrets. */
  secrets: Environment;
  folder: string;
  worker: string;
  job: AssignedJob;
  signal: AbortSignal;
  send: (packet: Packet) => void;
}

const NOTHING = Buffer.alloc(0);

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
   * its working folder is relative to; its command gets `secrets` as variables, and they are hidden in what is kept of it.
   */
  async start(definition: FunctionDefinition, home: string, secrets: Environment = {}): Promise<void> {
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
        work: (job, signal, send) => this.#work({ definition, secrets, folder, worker: name, job, signal, send }),
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
  programOf({ command, folder, environment: own }: FunctionDefinition, home: string): string | null {
    if (command.kind === 'shell') return null;
    const environment = commandEnvironment(this.#parts.environment, process.platform, own);
    return findProgram(command.argv[0] as string, resolve(home, folder), environment, process.platform) ?? null;
  }

  async #work({ definition, secrets, folder, worker, job, signal, send }: Assignment): Promise<Answer> {
    const { handle, workload } = job;
    const run = this.#parts.target()?.run ?? 0; // the command may outlive it
    const hide = hiderOf(secrets);
    const report = (outcome: CommandOutcome) => this.#parts.onOutcome(handle, shownOutcome(outcome, hide), run);
    const write = (entry: WorkerEntry) => this.#write(definition.name, { worker, handle, ...entry });
    const packets = new JobPackets(handle, definition, send);
    const lines = new Lines(
      (line) => {
        write({ kind: 'stderr', text: hide(textOf(line)) });
        packets.errorLine(line);
      },
      { redrawn: true },
    );
    let bytesOut = 0;
    const { onOutput: told } = packets;
    const counted = (tell: (bytes: Buffer) => void) => (bytes: Buffer) => {
      bytesOut += bytes.length;
      tell(bytes);
    };
    const started = performance.now();
    const runWith = (input: Buffer, more: Environment = {}): Promise<RunResult> =>
      runCommand(definition.command, {
        workload: input,
        environment: commandEnvironment(this.#parts.environment, process.platform, {
          ...definition.environment,
          ...secrets,
          ...this.#variables(job),
          ...more,
        }),
        folder,
        signal,
        outputLimit: definition.outputLimit,
        timeLimit: definition.timeLimit === 0 ? undefined : definition.timeLimit * 1000,
        onOutput: told && counted(told),
        onErrors: (bytes) => lines.add(bytes),
      });
    try {
      const { output, errors, ...end } =
        definition.input === 'file'
          ? await withWorkloadFile(workload, (path) => runWith(NOTHING, { GEARBENCH_WORKLOAD_FILE: path }))
          : await runWith(definition.input === 'stdin' ? workload : NOTHING);
      lines.end();
      const milliseconds = performance.now() - started;
      const outcome = { ...end, failure: null, errors: errors.toString('utf8') };
      bytesOut += output.length;
      write({ kind: 'ended', bytesIn: workload.length, bytesOut, milliseconds, outcome: shownOutcome(outcome, hide) });
      report(outcome);
      return packets.end(output, outcome);
    } catch (error) {
      // Whatever it is, the job fails with it and the worker goes on.
      const failure = failureOf(error);
      write({ kind: 'failed', failure });
      report({ exitCode: null, signal: null, overflowed: false, timedOut: false, failure, errors: '' });
      return { ok: false, packets: packets.failWith(failure.message) };
    }
  }

  /** What a command is told of its job. */
  #variables({ handle, function: name, unique }: AssignedJob): Environment {
    const facts = this.#parts.factsOf(handle);
    return {
      GEARBENCH_HANDLE: variable(handle),
      GEARBENCH_FUNCTION: variable(name),
      GEARBENCH_UNIQUE: variable(unique),
      ...(facts && { GEARBENCH_PRIORITY: facts.priority, GEARBENCH_ATTEMPT: String(facts.attempt) }),
    };
  }

  #write(name: string, line: WorkerEntry & { worker: string; handle: string | null }): void {
    const lines = this.#output.get(name) ?? [];
    lines.push({ at: Date.now(), ...line });
    if (lines.length > LINES_KEPT * 2) lines.splice(0, lines.length - LINES_KEPT);
    this.#output.set(name, lines);
    this.#parts.onChange();
  }
}
