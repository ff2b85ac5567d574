import { resolve } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { CommandOutcome } from '../contract/jobs.ts';
import { EMBEDDED } from '../contract/server.ts';
import type { ManagedCrew, WorkerAction, WorkerEntry, WorkerInfo, WorkerOutputLine } from '../contract/workers.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import { portsOfGroup } from '../net/port-owner.ts';
import { targetOf } from '../util/gearman-address.ts';
import { wireOf } from '../util/wire.ts';
import { doByCommand, type JobFacts } from './command-job.ts';
import { commandEnvironment, type Environment, findProgram } from './environment.ts';
import { type Gate, gateOf, Room } from './gate.ts';
import type { WorkerServer } from './link.ts';
import type { Managed } from './managed.ts';
import { OutputLog } from './output-log.ts';
import { ProgramWorker, type Registered } from './program-worker.ts';
import type { GroupGuard } from './runner.ts';
import { workerRunnerOf } from './runner-of.ts';
import { hiderOf, shownEntry, shownOutcome } from './secrets.ts';
import { Worker } from './worker.ts';

export interface SupervisorParts {
  /** The embedded server. */
  target: () => (Target & { run: number }) | undefined;
  /** A server somewhere else, as it is reached. Throws where a file of its TLS cannot be used. */
  reach: (address: string) => Target;
  /** `server-locked` where workers may not be at the server of an address. */
  lockOf: (address: string) => AppError | undefined;
  origins: Origins;
  environment: NodeJS.ProcessEnv;
  /** Jobs at once over all functions; 0 is any number. */
  concurrency: () => number;
  onChange: () => void;
  /** How the command of a job of the embedded server ended, and which run of it had given the job. */
  onOutcome: (handle: string, outcome: CommandOutcome, run: number) => void;
  /** What the embedded server knows of a job. */
  factsOf: (handle: string) => JobFacts | undefined;
  guard: GroupGuard;
  /** Told when what runs the commands of workers is gone, for each worker; their next jobs are done all the same. */
  onLost: (why: unknown) => void;
  /** Who registered with it. */
  registered: () => readonly Registered[];
}

/** The workers of a function. */
interface Crew {
  definition: FunctionDefinition;
  /** Values of its secrets. */
  secrets: Environment;
  folder: string;
  gate: Gate;
  workers: Managed[];
  /** Resolves when all are ready; one after the other, because a start holds the thread up. */
  prepared: Promise<void>;
  /** Set once all have been told to stop. */
  stopped?: Promise<void>;
}

/** Runs the workspace's functions: so many workers for each as its definition says, or as were asked for since. */
export class Supervisor {
  readonly #parts: SupervisorParts;
  readonly #crews = new Map<string, Crew>();
  readonly #output = new Map<string, OutputLog>();
  readonly #room: Room;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#room = new Room(parts.concurrency);
  }

  /**
   * Starts the workers of a function, if they do not run; those that are stopping are waited for. `home` is the folder that
   * its working folder is relative to; its command gets `secrets` as variables, and they are hidden in what is kept of it.
   * Throws `server-locked`.
   */
  async start(definition: FunctionDefinition, home: string, secrets: Environment = {}): Promise<void> {
    await this.#crews.get(definition.name)?.stopped;
    if (this.isRunning(definition.name)) return;
    this.#mustBeUnlocked(definition);
    const folder = resolve(home, definition.folder);
    const gate = gateOf(this.#room, definition.startRate);
    const crew: Crew = { definition, secrets, folder, gate, workers: [], prepared: Promise.resolve() };
    for (let index = 0; index < definition.workers; index += 1) crew.workers.push(this.#hire(crew, index));
    this.#crews.set(definition.name, crew);
    this.#parts.onChange();
  }

  /** Stops the workers of a function and ends the commands that they run. */
  stop(name: string): Promise<void> {
    return this.#end(name, (worker) => worker.stop());
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#crews.keys()].map((name) => this.stop(name)));
  }

  /** Does something to all workers of a function that runs, or to one of them. Throws `no-such-worker` and `server-locked`. */
  async act(action: WorkerAction, name: string, worker: string | null): Promise<void> {
    if (worker === null && action === 'stop') return this.stop(name);
    if (worker === null && action === 'kill') return this.#end(name, (each) => each.kill());
    const crew = this.#running(name);
    const chosen = crew.workers.filter((each) => worker === null || each.state.name === worker);
    if (chosen.length === 0) throw noSuchWorker(worker ?? name);
    if (action === 'start' || action === 'restart') this.#mustBeUnlocked(crew.definition);
    await Promise.all(chosen.map((each) => this.#actOn(crew, each, action)));
    this.#parts.onChange();
  }

  async #actOn(crew: Crew, worker: Managed, action: WorkerAction): Promise<void> {
    switch (action) {
      case 'quiet':
        return worker.quiet();
      case 'stop':
        return worker.stop();
      case 'kill':
        return worker.kill();
      case 'kill-job':
        return worker.killJob();
      case 'start':
        if (worker.state.state !== 'stopped') return worker.resume();
        return this.#replace(crew, worker);
      case 'restart':
        await worker.stop();
        this.#replace(crew, worker);
    }
  }

  /** Has so many workers from now on: the last ones stop, or more are started. Throws `no-such-worker` and `server-locked`. */
  async scale(name: string, workers: number): Promise<void> {
    const crew = this.#running(name);
    if (workers > crew.workers.length) this.#mustBeUnlocked(crew.definition);
    const leaving = crew.workers.splice(workers);
    for (let index = crew.workers.length; index < workers; index += 1) crew.workers.push(this.#hire(crew, index));
    this.#parts.onChange();
    await Promise.all(leaving.map((worker) => worker.stop()));
  }

  /** Servers may be locked now that were not. */
  locksChanged(): void {
    for (const { workers } of this.#crews.values()) for (const worker of workers) worker.leaveShut();
  }

  /** The concurrency may be another one now. */
  roomChanged(): void {
    this.#room.changed();
  }

  isRunning(name: string): boolean {
    return this.#crews.has(name);
  }

  get running(): readonly string[] {
    return [...this.#crews.keys()];
  }

  workers(name: string): WorkerInfo[] {
    return this.#crews.get(name)?.workers.map((worker) => worker.state) ?? [];
  }

  get crews(): ManagedCrew[] {
    return [...this.#crews.entries()].map(([name, { definition }]) => ({
      function: name,
      defined: definition.workers,
      speaks: definition.speaks,
      workers: this.workers(name),
    }));
  }

  output(name: string, worker: string | null = null, after = 0): WorkerOutputLine[] {
    return this.#output.get(name)?.lines(worker, after) ?? [];
  }

  /** Where the program of the definition lies, or null; a shell line has none of its own. */
  programOf({ command, folder, environment: own }: FunctionDefinition, home: string): string | null {
    if (command.kind === 'shell') return null;
    const environment = commandEnvironment(this.#parts.environment, process.platform, own);
    return findProgram(command.argv[0] as string, resolve(home, folder), environment, process.platform) ?? null;
  }

  #running(name: string): Crew {
    const crew = this.#crews.get(name);
    if (crew === undefined || crew.stopped !== undefined) throw noSuchWorker(name);
    return crew;
  }

  async #end(name: string, end: (worker: Managed) => Promise<void>): Promise<void> {
    const crew = this.#crews.get(name);
    if (crew === undefined) return;
    const ended = Promise.all(crew.workers.map(end)); // a kill may follow a stop that takes too long
    crew.stopped ??= ended.then(() => {
      this.#crews.delete(name);
      this.#parts.onChange();
    });
    await crew.stopped;
  }

  #replace(crew: Crew, worker: Managed): void {
    const index = crew.workers.indexOf(worker);
    if (index < 0 || crew.stopped !== undefined) return;
    crew.workers[index] = this.#hire(crew, index);
  }

  #hire(crew: Crew, index: number): Managed {
    const { definition, secrets, folder, gate } = crew;
    const name = `${definition.name}-${index + 1}`;
    const { origins, onChange, guard } = this.#parts;
    const hide = hiderOf(secrets);
    const note = (handle: string | null) => (entry: WorkerEntry) =>
      this.#note(definition.name, name, handle, shownEntry(entry, hide));
    const environment = commandEnvironment(this.#parts.environment, process.platform, {
      ...definition.environment,
      ...secrets,
    });
    const servers = this.#serversOf(definition);
    if (definition.speaks === 'gearman')
      return new ProgramWorker({
        ...{ name, definition, folder, environment, servers, guard, onChange, note: note(null) },
        registered: this.#parts.registered,
        portsOf: portsOfGroup,
      });
    const runner = workerRunnerOf({
      ...{ command: definition.command, folder, environment, guard, onLost: this.#parts.onLost },
      prestart: definition.prestart && definition.input === 'stdin',
    });
    crew.prepared = crew.prepared.then(() => runner.prepare());
    return new Worker({
      name: wireOf(name),
      function: wireOf(definition.name),
      servers,
      origins,
      gate,
      onChange,
      note: note(null),
      pid: () => runner.pid,
      close: () => runner.close(),
      work: async (job, signal, send) => {
        const embedded = job.server === EMBEDDED;
        const run = this.#parts.target()?.run ?? 0; // the command may outlive it
        const facts = embedded ? this.#parts.factsOf(job.handle) : undefined;
        const answer = await doByCommand({ definition, runner, job, facts, signal, send, note: note(job.handle) });
        const outcome = shownOutcome(answer.outcome, hide);
        if (embedded) this.#parts.onOutcome(job.handle, outcome, run);
        return { ...answer, outcome };
      },
    });
  }

  #serversOf({ servers, speaks }: FunctionDefinition): WorkerServer[] {
    // A program is told addresses, and has its own TLS.
    const reach = speaks === 'gearman' ? targetOf : this.#parts.reach;
    return (servers.length === 0 ? [EMBEDDED] : servers).map((name) => {
      if (name === EMBEDDED) return { name, target: this.#parts.target };
      return { name, target: () => reach(name), shut: () => this.#parts.lockOf(name) };
    });
  }

  #mustBeUnlocked({ servers }: FunctionDefinition): void {
    for (const name of servers) {
      const lock = name === EMBEDDED ? undefined : this.#parts.lockOf(name);
      if (lock !== undefined) throw lock;
    }
  }

  #note(name: string, worker: string, handle: string | null, entry: WorkerEntry): void {
    const log = this.#output.get(name) ?? new OutputLog();
    log.add(worker, handle, entry);
    this.#output.set(name, log);
    this.#parts.onChange();
  }
}

const noSuchWorker = (name: string) =>
  new AppError('no-such-worker', `No worker “${name}” runs. It may have been stopped meanwhile.`, { worker: name });
