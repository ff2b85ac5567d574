import { type ChildProcess, spawn } from 'node:child_process';
import { failureOf } from '../contract/errors.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { CommandOutcome } from '../contract/jobs.ts';
import type { WorkerEntry, WorkerInfo, WorkerState } from '../contract/workers.ts';
import { addressOf, type Target } from '../net/dial.ts';
import { wireOf } from '../util/wire.ts';
import type { Environment } from './environment.ts';
import { endGroup } from './group.ts';
import { Lines, textOf } from './lines.ts';
import type { WorkerServer } from './link.ts';
import { type Managed, newInfo } from './managed.ts';
import { placeOf } from './place.ts';
import { ERRORS_KEPT, type GroupGuard } from './runner.ts';

/** A registered connection of the embedded server, as far as a program is known by it. */
export interface Registered {
  connection: number;
  port: number;
  handles: readonly string[];
  sleeping: boolean;
  done: number;
  failed: number;
}

export interface ProgramParts {
  name: string;
  definition: FunctionDefinition;
  folder: string;
  environment: Environment;
  servers: readonly WorkerServer[];
  /** Who registered with the embedded server. */
  registered: () => readonly Registered[];
  /** The local ports of the connections of a process group. */
  portsOf: (group: number) => Promise<readonly number[]>;
  guard: GroupGuard;
  onChange: () => void;
  note: (entry: WorkerEntry) => void;
}

/** A program that ended sooner than this did not start well, ms. */
const QUICK = 5000;
/** Waits before it is started again, ms: the first, and the longest. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;
/** Quick ends in a row after which it is given up. */
const GIVES_UP_AFTER = 10;
/** How often is looked for its connection and at its servers, ms. */
const LOOK_EVERY = 500;

/**
 * A worker that is a program which speaks Gearman itself, as a PHP or Perl script: kept running, told where the servers are,
 * and known by the connection that its process has. docs/commands.md.
 */
export class ProgramWorker implements Managed {
  readonly #parts: ProgramParts;
  readonly #info: WorkerInfo;
  #child: ChildProcess | undefined;
  #exited: Promise<void> | undefined;
  #startedWith = '';
  #timer: NodeJS.Timeout | undefined;
  readonly #watch: NodeJS.Timeout;
  #quickEnds = 0;
  /** Jobs of processes that have ended, and of this one as far as was looked: who is gone cannot be asked. */
  readonly #before = { done: 0, failed: 0 };
  #seen = { done: 0, failed: 0 };
  #connection: number | undefined;
  #looking = false;
  #quiet = false;
  #replacing = false;
  #ended: Promise<void> | undefined;

  constructor(parts: ProgramParts) {
    this.#parts = parts;
    this.#info = newInfo(wireOf(parts.name), 'gearman');
    this.#watch = setInterval(() => void this.#look(), LOOK_EVERY);
    this.#start();
  }

  get state(): WorkerInfo {
    const peer = this.#peer;
    const { done, failed } = this.#before;
    const info = {
      ...this.#info,
      done: done + this.#seen.done,
      failed: failed + this.#seen.failed,
      pid: this.#child?.pid ?? null,
      connection: peer?.connection ?? null,
    };
    if (peer === undefined || info.state !== 'idle') return info;
    const handle = peer.handles[0] ?? null;
    const state = handle !== null ? 'working' : peer.sleeping ? 'sleeping' : 'idle';
    return { ...info, state, handle };
  }

  stop(): Promise<void> {
    return this.#end(false);
  }

  kill(): Promise<void> {
    return this.#end(true);
  }

  /** Nobody can tell a foreign program to take no more jobs: it is ended as soon as it has none. */
  quiet(): void {
    this.#quiet = true;
    this.#become('quiet');
    void this.#look();
  }

  resume(): void {
    this.#quiet = false;
    this.#quickEnds = 0;
    if (this.#child === undefined) this.#start();
    else this.#become('idle');
  }

  leaveShut(): void {
    void this.#look();
  }

  /** Says once of each server where it may not be why that is so. */
  #noteShut(): void {
    for (const server of this.#parts.servers) {
      const why = server.shut?.();
      if (why !== undefined) this.#parts.note({ kind: 'failed', failure: failureOf(why) });
    }
  }

  /** Its process ends with the job, which the server gives to another; a new one is started. */
  killJob(): void {
    if (this.#peer?.handles.length) void this.#replace(true);
  }

  get #peer(): Registered | undefined {
    if (this.#connection === undefined) return undefined;
    const peer = this.#parts.registered().find(({ connection }) => connection === this.#connection);
    if (peer !== undefined) this.#seen = { done: peer.done, failed: peer.failed };
    return peer;
  }

  /** Where it may be, of the servers that are somewhere. */
  get #targets(): Target[] {
    return this.#parts.servers.flatMap((server) => (this.#isShut(server) ? [] : (server.target() ?? [])));
  }

  readonly #isShut = (server: WorkerServer): boolean => server.shut?.() !== undefined;

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#info.until = null;
    if (this.#ended !== undefined) return;
    const [first, ...others] = this.#targets;
    if (first === undefined) {
      if (this.#info.state !== 'reconnecting') this.#noteShut();
      this.#become('reconnecting');
      this.#timer = setTimeout(() => this.#start(), LOOK_EVERY);
      return;
    }
    const servers = [first, ...others].map(addressOf).join(',');
    try {
      this.#run(first, servers);
    } catch (error) {
      this.#after(0, { ...NO_OUTCOME, failure: failureOf(error) });
    }
  }

  #run(first: Target, servers: string): void {
    const { definition, folder, environment } = this.#parts;
    const { command } = definition;
    const program = placeOf({ command, folder, environment });
    const told = { host: first.host, port: String(first.port), servers };
    const options = {
      cwd: folder,
      env: {
        ...environment,
        GEARBENCH_FUNCTION: definition.name,
        GEARBENCH_WORKER: this.#parts.name,
        GEARMAN_HOST: told.host,
        GEARMAN_PORT: told.port,
        GEARMAN_SERVERS: servers,
      },
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    };
    const child =
      command.kind === 'shell'
        ? spawn(command.line, { ...options, shell: true })
        : spawn(
            program,
            command.argv.slice(1).map((word) => filled(word, told)),
            { ...options, argv0: command.argv[0] },
          );
    const started = performance.now();
    this.#child = child;
    this.#startedWith = servers;
    this.#connection = undefined;
    this.#info.startedAt = Date.now();
    let errors = Buffer.alloc(0);
    const lines = (kind: 'stdout' | 'stderr') =>
      new Lines((line) => this.#parts.note({ kind, text: textOf(line) }), { redrawn: true });
    const [out, err] = [lines('stdout'), lines('stderr')];
    child.stdout?.on('data', (chunk: Buffer) => out.add(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = Buffer.concat([errors, chunk]).subarray(-ERRORS_KEPT);
      err.add(chunk);
    });
    if (child.pid !== undefined) {
      this.#parts.guard.add(child.pid);
      this.#parts.note({ kind: 'started', pid: child.pid });
    }
    this.#become(this.#quiet ? 'quiet' : 'idle');
    this.#exited = new Promise((resolve) => {
      child.once('error', (error) => this.#parts.note({ kind: 'stderr', text: error.message }));
      child.once('exit', () => {
        const { pid } = child;
        if (pid === undefined) return;
        void endGroup(pid).then(() => this.#parts.guard.remove(pid)); // its children go with it
      });
      child.once('close', (exitCode, signal) => {
        out.end();
        err.end();
        this.#before.done += this.#seen.done;
        this.#before.failed += this.#seen.failed;
        this.#seen = { done: 0, failed: 0 };
        this.#connection = undefined;
        this.#child = undefined;
        resolve();
        this.#after(performance.now() - started, { ...NO_OUTCOME, exitCode, signal, errors: errors.toString('utf8') });
      });
    });
  }

  /** The program ended, after so many ms, or could not be started. */
  #after(milliseconds: number, outcome: CommandOutcome): void {
    if (outcome.failure === null) this.#parts.note({ kind: 'exited', milliseconds, outcome });
    else this.#parts.note({ kind: 'failed', failure: outcome.failure });
    if (this.#ended !== undefined) return;
    if (this.#quiet) return this.#become('stopped');
    if (this.#replacing) {
      this.#replacing = false;
      return this.#start();
    }
    if (outcome.exitCode !== 0) this.#info.lastFailure = outcome;
    this.#quickEnds = milliseconds < QUICK ? this.#quickEnds + 1 : 0;
    if (this.#quickEnds >= GIVES_UP_AFTER) return this.#become('failed');
    const wait = Math.min(FIRST_PAUSE * 2 ** Math.max(0, this.#quickEnds - 1), LONGEST_PAUSE);
    this.#info.until = Date.now() + wait;
    this.#become('back-off');
    this.#timer = setTimeout(() => this.#start(), wait);
  }

  /** Looks for its connection, and whether it must be another process by now. */
  async #look(): Promise<void> {
    const pid = this.#child?.pid;
    if (this.#looking || pid === undefined || this.#ended !== undefined) return;
    this.#looking = true;
    try {
      if (this.#peer === undefined) {
        const ports = await this.#parts.portsOf(pid);
        const found = this.#parts.registered().find(({ port }) => ports.includes(port));
        if (found?.connection !== this.#connection) {
          this.#connection = found?.connection;
          this.#parts.onChange();
        }
      }
    } finally {
      this.#looking = false;
    }
    const peer = this.#peer;
    const isBusy = (peer?.handles.length ?? 0) > 0;
    if (this.#quiet && !isBusy) return void (await this.#stopProcess(false));
    const { jobsPerProcess } = this.#parts.definition;
    const isWorn = jobsPerProcess > 0 && (peer?.done ?? 0) + (peer?.failed ?? 0) >= jobsPerProcess;
    const servers = this.#targets.map(addressOf).join(',');
    // A server that is gone for a moment the program waits for itself; one that is elsewhere now it would not find.
    const isElsewhere = servers !== this.#startedWith && (servers !== '' || this.#parts.servers.some(this.#isShut));
    if ((isWorn && !isBusy) || isElsewhere) await this.#replace(false);
  }

  async #replace(force: boolean): Promise<void> {
    this.#replacing = true;
    await this.#stopProcess(force);
  }

  async #stopProcess(force: boolean): Promise<void> {
    const pid = this.#child?.pid;
    if (pid !== undefined) await endGroup(pid, { force });
    await this.#exited;
  }

  #end(force: boolean): Promise<void> {
    if (force && this.#child?.pid !== undefined) void endGroup(this.#child.pid, { force });
    this.#ended ??= this.#leave(force);
    return this.#ended;
  }

  async #leave(force: boolean): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    if (this.#child !== undefined) this.#become('stopping');
    await this.#stopProcess(force);
    this.#become('stopped');
  }

  #become(state: WorkerState): void {
    if (this.#info.state !== state) {
      this.#info.state = state;
      this.#info.since = Date.now();
    }
    this.#parts.onChange();
  }
}

const NO_OUTCOME: CommandOutcome = {
  exitCode: null,
  signal: null,
  overflowed: false,
  timedOut: false,
  failure: null,
  errors: '',
};

/** An argument with what it says of the server in the place of `{host}`, `{port}` and `{servers}`. */
const filled = (word: string, told: Readonly<Record<string, string>>): string =>
  word.replace(/\{(host|port|servers)\}/g, (_, name: string) => told[name] ?? '');
