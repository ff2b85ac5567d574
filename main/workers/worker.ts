import { openSession, type Session } from '../client/session.ts';
import { type AppError, failureOf } from '../contract/errors.ts';
import type { WorkerEntry, WorkerInfo, WorkerState } from '../contract/model.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import type { Message } from '../protocol/codec.ts';
import type { Packet } from '../protocol/packets.ts';

/** A job as a worker gets it. */
export interface AssignedJob {
  readonly handle: string;
  readonly function: string;
  readonly unique: string;
  readonly workload: Buffer;
}

/** What a worker answers to a job: packets in order, the last of which ends it, and whether it went well. */
export interface Answer {
  packets: Packet[];
  ok: boolean;
}

export interface WorkerParts {
  /** Client id, as `wc-1`. */
  name: string;
  /** Function that it registers for, as on the wire. */
  function: string;
  /** Where the job server is, asked anew for each connection; undefined while there is none. */
  target: () => Target | undefined;
  origins: Origins;
  /** Does a job; `signal` is raised when it must end, and `send` takes what is told of it before. Never throws. */
  work: (job: AssignedJob, signal: AbortSignal, send: (packet: Packet) => void) => Promise<Answer>;
  onChange: () => void;
  note: (entry: WorkerEntry) => void;
}

/** Waits between attempts to connect, ms: the first, and the longest. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 3000;

/** One worker: a connection that registers a function and does one job after the other. */
export class Worker {
  readonly info: WorkerInfo;
  readonly #parts: WorkerParts;
  #session: Session | undefined;
  #job: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wait = FIRST_WAIT;
  #ended: Promise<void> | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.info = { name: parts.name, state: 'starting', since: Date.now(), handle: null, done: 0, failed: 0 };
    void this.#connect();
  }

  /** Ends the running command, if there is one, and leaves the server. Resolves when both are done. */
  stop(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#job !== undefined) this.#become('stopping');
    this.#session?.close();
    this.#job?.abort();
    await this.#running;
    this.#become('stopped');
  }

  #running: Promise<void> | undefined;

  get #stopping(): boolean {
    return this.#ended !== undefined;
  }

  async #connect(): Promise<void> {
    await this.#running; // a command that is ending has the worker to itself
    if (this.#stopping) return;
    const target = this.#parts.target();
    if (target === undefined) return this.#later();
    try {
      const session = await openSession({
        target,
        origins: { registry: this.#parts.origins, as: 'self' },
        onMessage: (message) => this.#hear(message),
        onLost: (error) => this.#lost(error),
      });
      if (this.#stopping) return session.close();
      this.#session = session;
      this.#wait = FIRST_WAIT;
      const { name, function: ability } = this.#parts;
      session.send(
        { name: 'SET_CLIENT_ID', clientId: name },
        { name: 'CAN_DO', function: ability },
        { name: 'GRAB_JOB_UNIQ' },
      );
    } catch {
      this.#later();
    }
  }

  #lost(error: AppError): void {
    this.#session = undefined;
    this.#job?.abort();
    if (this.#stopping) return;
    this.#parts.note({ kind: 'failed', failure: failureOf(error) });
    this.#later();
  }

  #later(): void {
    if (this.#stopping) return;
    this.#become('reconnecting');
    this.#timer = setTimeout(() => void this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #hear(message: Message): void {
    if (message.kind !== 'packet') return;
    const { packet } = message;
    switch (packet.name) {
      case 'NO_JOB':
        this.#become('idle');
        this.#session?.send({ name: 'PRE_SLEEP' });
        return;
      case 'NOOP':
        if (this.#job === undefined) this.#session?.send({ name: 'GRAB_JOB_UNIQ' });
        return;
      case 'JOB_ASSIGN_UNIQ':
        this.#running = this.#do({ ...packet, workload: Buffer.from(packet.workload) });
        return;
      case 'ERROR':
        this.#parts.note({ kind: 'refused', text: `${packet.code}: ${packet.text}` });
        return;
      default:
    }
  }

  async #do(job: AssignedJob): Promise<void> {
    const abort = new AbortController();
    this.#job = abort;
    this.info.handle = job.handle;
    this.#become('working');
    const { packets, ok } = await this.#parts.work(job, abort.signal, (packet) => {
      if (!abort.signal.aborted) this.#session?.send(packet);
    });
    this.#job = undefined;
    this.info.handle = null;
    if (ok) this.info.done += 1;
    else this.info.failed += 1;
    if (abort.signal.aborted) return;
    this.#session?.send(...packets, { name: 'GRAB_JOB_UNIQ' });
    this.#become('idle');
  }

  #become(state: WorkerState): void {
    if (this.info.state === 'stopped' || this.info.state === state) return;
    this.info.state = state;
    this.info.since = Date.now();
    this.#parts.onChange();
  }
}
