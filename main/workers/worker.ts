import { type AppError, failureOf } from '../contract/errors.ts';
import type { CommandOutcome } from '../contract/jobs.ts';
import type { WorkerEntry, WorkerInfo, WorkerState } from '../contract/workers.ts';
import type { Origins } from '../net/origins.ts';
import type { Packet } from '../protocol/packets.ts';
import type { Gate } from './gate.ts';
import { Link, type WorkerServer } from './link.ts';
import { type Managed, newInfo } from './managed.ts';

/** A job as a worker gets it. */
export interface AssignedJob {
  readonly handle: string;
  readonly function: string;
  readonly unique: string;
  readonly workload: Buffer;
  /** The server that gave it: `embedded` or host:port. */
  readonly server: string;
}

/** What a worker answers to a job: packets in order, the last of which ends it, and whether it went well. */
export interface Answer {
  packets: Packet[];
  ok: boolean;
  /** The command could not even be started. */
  unstarted?: boolean;
  outcome?: CommandOutcome;
}

/** Why a job's command must end: with a moment's grace, or at once. */
export type End = 'ask' | 'force';

export interface WorkerParts {
  /** Client id, as `wc-1`. */
  name: string;
  /** Function that it registers for, as on the wire. */
  function: string;
  servers: readonly WorkerServer[];
  origins: Origins;
  /** Whether a job may begin now; see Gate. */
  gate: Gate;
  /** Does a job; `signal` is raised with an `End` when it must end, and `send` takes what is told of it before. Never throws. */
  work: (job: AssignedJob, signal: AbortSignal, send: (packet: Packet) => void) => Promise<Answer>;
  /** The process group that does a job now. */
  pid: () => number | null;
  /** Ends what does its jobs; called once, after the last. */
  close: () => Promise<void>;
  onChange: () => void;
  note: (entry: WorkerEntry) => void;
}

interface Job {
  link: Link;
  abort: AbortController;
  /** Its end is told to the server although it was ended: the person wanted the job to fail. */
  told: boolean;
}

/** Commands in a row that could not be started before it waits, and before it gives up. */
const PATIENT_UNTIL = 3;
const GIVES_UP_AFTER = 12;
/** Waits after them, ms: the first, and the longest. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/**
 * One worker: registers a function with its servers and does one job after the other, asking the servers in turn. What a
 * server has waits there while the worker is busy.
 */
export class Worker implements Managed {
  readonly info: WorkerInfo;
  readonly #parts: WorkerParts;
  readonly #links: Link[];
  /** The server that was asked and has not answered. */
  #asked: Link | undefined;
  #job: Job | undefined;
  #running: Promise<void> | undefined;
  #quiet = false;
  #entering = false;
  #unstarted = 0;
  #pause: NodeJS.Timeout | undefined;
  #ended: Promise<void> | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.info = newInfo(parts.name, 'stdio');
    this.#links = parts.servers.map(
      (server) =>
        new Link({
          server,
          origins: parts.origins,
          ready: () => this.#running, // a command that is ending has the worker to itself
          onOpen: (link) => this.#register(link),
          onPacket: (link, packet) => this.#hear(link, packet),
          onLost: (link, error) => this.#lost(link, error),
          onChange: () => this.#settle(),
        }),
    );
    this.info.links = this.#links.map((link) => link.info);
  }

  /** What it is and does now, apart from it. */
  get state(): WorkerInfo {
    return { ...this.info, pid: this.#parts.pid(), links: this.#links.map(({ info }) => ({ ...info })) };
  }

  /** Ends the running command, if there is one, and leaves the servers. Resolves when both are done. */
  stop(): Promise<void> {
    return this.#end('ask');
  }

  /** The same at once and without grace; the server gives the job to another. */
  kill(): Promise<void> {
    return this.#end('force');
  }

  /** Takes no more jobs and finishes what it has. */
  quiet(): void {
    if (this.#quiet || this.#stopping) return;
    this.#quiet = true;
    // Where its job comes from it deregisters when it has answered: the server would give the job to another at once.
    for (const link of this.#links) if (this.#job?.link !== link) link.send(this.#leaving);
    this.#settle();
  }

  /** Takes jobs again, after `quiet`, a pause or too many failures. */
  resume(): void {
    if (this.#stopping) return;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#unstarted = 0;
    const wasQuiet = this.#quiet;
    this.#quiet = false;
    this.info.until = null;
    if (this.info.state === 'failed' || this.info.state === 'back-off') this.#become('idle');
    for (const link of this.#links) if (wasQuiet && link.isOpen) this.#register(link);
    this.#next();
  }

  leaveShut(): void {
    for (const link of this.#links) {
      const { shut } = link;
      // Where its job comes from it stays until it has answered: the server would give the job to another at once.
      if (shut !== undefined && link.isOpen && this.#job?.link !== link) this.#depart(link, shut);
    }
    this.#settle();
    this.#next();
  }

  #depart(link: Link, why: AppError): void {
    if (this.#asked === link) this.#answered();
    link.leave(why);
  }

  /** Ends the running command; its job fails. */
  killJob(): void {
    if (this.#job === undefined) return;
    this.#job.told = true;
    this.#job.abort.abort('ask' satisfies End);
  }

  #end(how: End): Promise<void> {
    if (how === 'force') this.#job?.abort.abort(how);
    this.#ended ??= this.#leave(how);
    return this.#ended;
  }

  async #leave(how: End): Promise<void> {
    clearTimeout(this.#pause);
    if (this.#job !== undefined) this.#become('stopping');
    for (const link of this.#links) link.close();
    this.#leaveGate();
    if (this.#job !== undefined) this.#job.told = false;
    this.#job?.abort.abort(how);
    await this.#running;
    await this.#parts.close();
    this.#become('stopped');
  }

  get #stopping(): boolean {
    return this.#ended !== undefined;
  }

  get #waits(): boolean {
    return this.#pause !== undefined || this.info.state === 'failed';
  }

  get #leaving(): Packet {
    return { name: 'CANT_DO', function: this.#parts.function };
  }

  #register(link: Link): void {
    const { name, function: ability } = this.#parts;
    const hello: Packet[] = [{ name: 'SET_CLIENT_ID', clientId: name }];
    if (this.#quiet) return link.send(...hello);
    link.woken = true; // what was submitted while it was quiet
    link.send(...hello, { name: 'CAN_DO', function: ability });
    this.#next();
  }

  #lost(link: Link, error: AppError): void {
    link.woken = false;
    this.#parts.note({ kind: 'failed', failure: failureOf(error) });
    if (this.#job?.link === link) {
      this.#job.told = false;
      this.#job.abort.abort('ask' satisfies End);
    }
    if (this.#asked === link) this.#answered();
    this.#settle();
    this.#next();
  }

  #hear(link: Link, packet: Packet): void {
    switch (packet.name) {
      case 'NO_JOB':
        if (this.#asked === link) this.#answered();
        link.send({ name: 'PRE_SLEEP' });
        this.#next();
        return;
      case 'NOOP':
        link.woken = true;
        this.#next();
        return;
      case 'JOB_ASSIGN_UNIQ': {
        this.#asked = undefined;
        const { handle, function: name, unique, workload } = packet;
        const job = { handle, function: name, unique, workload: Buffer.from(workload), server: link.info.server };
        this.#running = this.#do(link, job);
        return;
      }
      case 'ERROR':
        this.#parts.note({ kind: 'refused', text: `${packet.code}: ${packet.text}` });
        return;
      default:
    }
  }

  /** Asks the next server that may have a job, if nothing is in the way; `first` goes before the question, in one write. */
  #next(first?: { link: Link; packets: Packet[] }): void {
    const link = this.#toAsk(first?.link);
    if (link === undefined || !this.#enter()) {
      first?.link.send(...first.packets);
    } else {
      this.#asked = link;
      link.woken = false;
      const along = first?.link === link ? first.packets : [];
      if (first !== undefined && first.link !== link) first.link.send(...first.packets);
      link.send(...along, { name: 'GRAB_JOB_UNIQ' });
    }
    this.#settle();
  }

  /** The server to ask now, in turn after `last`; undefined where the worker is not free or none has called. */
  #toAsk(last?: Link): Link | undefined {
    if (this.#stopping || this.#quiet || this.#waits || this.#asked !== undefined || this.#job !== undefined)
      return undefined;
    const start = last === undefined ? 0 : this.#links.indexOf(last) + 1;
    const inTurn = [...this.#links.slice(start), ...this.#links.slice(0, start)];
    return inTurn.find((link) => link.isOpen && link.woken);
  }

  #enter(): boolean {
    if (this.#entering) return false;
    const entered = this.#parts.gate.enter(() => {
      this.#entering = false;
      this.info.held = null;
      this.#next();
    });
    this.#entering = entered !== 'in';
    this.#inside = entered === 'in';
    this.info.held = entered === 'in' ? null : entered;
    return this.#inside;
  }

  #inside = false;

  #leaveGate(): void {
    if (this.#inside) this.#parts.gate.leave();
    this.#inside = false;
  }

  /** The server that was asked has no job. */
  #answered(): void {
    this.#asked = undefined;
    this.#leaveGate();
  }

  async #do(link: Link, assigned: AssignedJob): Promise<void> {
    const job: Job = { link, abort: new AbortController(), told: false };
    this.#job = job;
    this.info.handle = assigned.handle;
    this.info.server = assigned.server;
    this.#parts.gate.began();
    this.#become('working');
    const { packets, ok, unstarted, outcome } = await this.#parts.work(assigned, job.abort.signal, (packet) => {
      if (!job.abort.signal.aborted) link.send(packet);
    });
    this.#job = undefined;
    this.info.handle = null;
    this.info.server = null;
    this.#leaveGate();
    if (ok) this.info.done += 1;
    else this.info.failed += 1;
    if (outcome !== undefined && !ok) this.info.lastFailure = outcome;
    const answer = job.abort.signal.aborted && !job.told ? [] : [...packets];
    if (this.#quiet) answer.push(this.#leaving);
    this.#unstarted = unstarted ? this.#unstarted + 1 : 0;
    if (this.#unstarted >= PATIENT_UNTIL) this.#waitAfterFailures();
    const shut = link.isOpen ? link.shut : undefined;
    if (shut !== undefined) {
      link.send(...answer);
      this.#depart(link, shut);
      return this.#next();
    }
    link.woken = true;
    this.#next({ link, packets: answer });
  }

  /** Jobs stay in the queue rather than fail one after the other. */
  #waitAfterFailures(): void {
    if (this.#stopping) return;
    if (this.#unstarted >= GIVES_UP_AFTER) return this.#become('failed');
    const wait = Math.min(FIRST_PAUSE * 2 ** (this.#unstarted - PATIENT_UNTIL), LONGEST_PAUSE);
    this.info.until = Date.now() + wait;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.info.until = null;
      this.#next();
    }, wait);
  }

  /** Says the state that follows from all else. */
  #settle(): void {
    const { state } = this.info;
    if (this.#stopping || state === 'failed') return;
    // A job whose server is gone is of no use to anybody: its command is ending.
    if (this.#job?.link.isOpen) return this.#become('working');
    if (this.#quiet) return this.#become('quiet');
    if (this.#pause !== undefined) return this.#become('back-off');
    if (!this.#links.some((link) => link.isOpen))
      return this.#become(this.#links.every(({ info }) => info.state === 'connecting') ? 'starting' : 'reconnecting');
    const asks =
      this.#asked !== undefined || this.#entering || this.#links.some(({ isOpen, woken }) => isOpen && woken);
    this.#become(asks ? 'idle' : 'sleeping');
  }

  #become(state: WorkerState): void {
    if (this.info.state !== 'stopped' && this.info.state !== state) {
      this.info.state = state;
      this.info.since = Date.now();
    }
    this.#parts.onChange();
  }
}
