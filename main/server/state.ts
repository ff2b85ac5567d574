import type { JobFacts } from '../contract/job-event.ts';
import type { Priority } from '../contract/jobs.ts';
import type { Appointment } from './agenda.ts';
import type { Handles } from './handles.ts';
import { Outbox } from './outbox.ts';

/** A connection's number: given in order of acceptance, never used again within a run. */
export type ConnectionId = number;

/** Index into a function's lists: the higher priority comes first. */
export const PRIORITIES = ['high', 'normal', 'low'] as const satisfies readonly Priority[];

/** A registration: a function that a worker can do, and the time that it asks for each job of it, ms; 0 is for ever. */
export interface Ability {
  readonly queue: FunctionQueue;
  readonly timeout: number;
}

export interface PeerFacts {
  address: string;
  port?: number;
  hidden?: () => boolean;
}

/** A peer as the broker sees it: a client, a worker, or both at once. */
export class Peer {
  readonly id: ConnectionId;
  readonly address: string;
  readonly port: number;
  /** Our own health probe; `workers` does not list it. Asked anew, because who connected is known a moment later. */
  readonly hidden: () => boolean;
  readonly outbox = new Outbox();
  /** The function that it submitted to last: clients seldom change it. */
  lastFunction: FunctionQueue | undefined;
  clientId = '';
  /** In order of registration, the last is asked first; registered twice stands twice, as in gearmand. */
  abilities: Ability[] = [];
  sleeping = false;
  /** Woken, and has not asked for a job since: it is not woken again. */
  woken = false;
  /** Wants WORK_EXCEPTION instead of WORK_FAIL. */
  exceptions = false;
  /** Jobs assigned to it as a worker, and jobs that it waits for as a client. */
  readonly assigned = new Set<Job>();
  readonly awaited = new Set<Job>();
  /** Jobs of it that ended well, and that failed. */
  done = 0;
  failed = 0;
  /** What it showed itself to be; a connection that is both counts as a worker. */
  role: 'client' | 'worker' | undefined;

  constructor(id: ConnectionId, { address, port = 0, hidden = () => false }: PeerFacts) {
    this.id = id;
    this.address = address;
    this.port = port;
    this.hidden = hidden;
  }

  /** Names of the functions that it registered for, each once. */
  get functions(): string[] {
    return [...new Set(this.abilities.map(({ queue }) => queue.name))];
  }
}

/** Nobody; a job in the background has no list of its own. */
const NOBODY: Peer[] = [];

export class Job implements JobFacts {
  readonly number: number;
  readonly function: FunctionQueue;
  readonly unique: string;
  /** Under what the job is found when the same work is submitted again; empty where it never coalesces. */
  readonly key: string;
  readonly reducer: string;
  readonly priority: Priority;
  readonly submittedAt: number;
  assignedAt: number | null = null;
  /** Its workload is at `start..end` of the block. */
  block: Buffer;
  start: number;
  end: number;
  /** Once anybody submitted it in the background, it is worked off even if nobody waits. */
  background: boolean;
  /** Who waits for it. One that submitted it twice stands twice and hears everything twice, as in gearmand. */
  clients: Peer[] = NOBODY;
  worker: Peer | undefined = undefined;
  numerator = 0;
  denominator = 0;
  /** Times that a worker was lost with it. */
  retries = 0;
  /** The wall time before which it may not run, ms; null where it may at once. */
  due: number | null = null;
  /** Its number on disk; 0 where it is not kept. */
  keptAs = 0;
  /** It, or a job before it, is not on disk yet: until then it is in the tables and in no list. */
  held = false;
  /** Its clients were told that it failed; it only stands in the tables still. */
  cancelled = false;
  /** In an agenda of the registry: while it may not run yet, and while its worker must end it in time. */
  appointment: Appointment<Job> | undefined = undefined;
  next: Job | undefined = undefined;
  /** The job before it with the same unique ID: of another function, or cancelled. */
  nextNamesake: Job | undefined = undefined;
  memo: unknown = undefined;

  constructor(
    number: number,
    queue: FunctionQueue,
    unique: string,
    key: string,
    reducer: string,
    priority: Priority,
    background: boolean,
    submittedAt: number,
    chunk: Buffer,
  ) {
    this.number = number;
    this.function = queue;
    this.unique = unique;
    this.key = key;
    this.reducer = reducer;
    this.priority = priority;
    this.background = background;
    this.submittedAt = submittedAt;
    this.block = chunk;
    this.start = 0;
    this.end = 0;
  }

  get handle(): string {
    return this.function.handles.text(this.number);
  }

  get functionName(): string {
    return this.function.name;
  }

  /** A view of the workload; who keeps it keeps what lies around it too. */
  get workload(): Buffer {
    return this.block.subarray(this.start, this.end);
  }

  get workloadBytes(): number {
    return this.end - this.start;
  }

  /** The same as `due`, as the disk has it: seconds, 0 for at once. */
  get runAt(): number {
    return Math.ceil((this.due ?? 0) / 1000);
  }

  addClient(client: Peer): void {
    if (this.clients === NOBODY) this.clients = [client];
    else this.clients.push(client);
    client.awaited.add(this);
  }

  forgetClients(): void {
    this.clients = NOBODY;
  }

  /** Nobody waits for it any more. */
  get abandoned(): boolean {
    return !this.background && this.clients.length === 0;
  }

  /** It is dropped when a worker comes to it. */
  get ignored(): boolean {
    return this.cancelled || this.abandoned;
  }
}

/** First in, first out; a job is in at most one list. */
export class JobList {
  length = 0;
  head: Job | undefined;
  #tail: Job | undefined;

  push(job: Job): void {
    if (this.#tail === undefined) this.head = job;
    else this.#tail.next = job;
    this.#tail = job;
    this.length += 1;
  }

  shift(): Job | undefined {
    const job = this.head;
    if (job === undefined) return undefined;
    this.head = job.next;
    if (this.head === undefined) this.#tail = undefined;
    job.next = undefined;
    this.length -= 1;
    return job;
  }
}

/** Who registered for a function, in turn; a worker that registered twice stands twice. */
class Registrations {
  #peers: Peer[] = [];
  /** Whose turn it is. */
  #at = 0;

  get length(): number {
    return this.#peers.length;
  }

  /** Each worker once. */
  get peers(): ReadonlySet<Peer> {
    return new Set(this.#peers);
  }

  /** Adds it behind all others, seen from whose turn it is. */
  add(worker: Peer): void {
    if (this.#at === 0) this.#peers.push(worker);
    else this.#peers.splice(this.#at++, 0, worker);
  }

  /** Removes all registrations of the worker. */
  remove(worker: Peer): void {
    const before = this.#peers.slice(0, this.#at).filter((peer) => peer !== worker).length;
    this.#peers = this.#peers.filter((peer) => peer !== worker);
    this.#at = before === this.#peers.length ? 0 : before;
  }

  /** Whose turn it is; then it is the next one's. There must be one. */
  next(): Peer {
    const peer = this.#peers[this.#at] as Peer;
    this.#at = this.#at + 1 === this.#peers.length ? 0 : this.#at + 1;
    return peer;
  }
}

/** What the server knows of a function; it stays after its last job, as in gearmand. */
export class FunctionQueue {
  readonly name: string;
  /** The name as it stands on the wire. */
  readonly bytes: Buffer;
  readonly handles: Handles;
  readonly queued: Record<Priority, JobList> = { high: new JobList(), normal: new JobList(), low: new JobList() };
  running = 0;
  /** Bytes of the workloads of all its jobs. */
  workloadBytes = 0;
  /** Jobs whose time has not come; they count as waiting ones of normal priority, and so do those that are held. */
  delayed = 0;
  held = 0;
  /** How many jobs of any priority may be there when another one of this priority comes; 0 is any number. */
  limits: Readonly<Record<Priority, number>> = { high: 0, normal: 0, low: 0 };
  readonly workers = new Registrations();

  constructor(name: string, handles: Handles) {
    this.name = name;
    this.bytes = Buffer.from(name, 'latin1');
    this.handles = handles;
  }

  /** Jobs that no worker has, by priority. */
  get waiting(): Record<Priority, number> {
    const { high, normal, low } = this.queued;
    return { high: high.length, normal: normal.length + this.delayed + this.held, low: low.length };
  }

  /** All its jobs. */
  get total(): number {
    const { high, normal, low } = this.queued;
    return high.length + normal.length + low.length + this.delayed + this.held + this.running;
  }
}
