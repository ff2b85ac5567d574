import type { JobFacts } from '../contract/job-event.ts';
import type { Priority } from '../contract/model.ts';
import type { Handles } from './handles.ts';
import { Outbox } from './outbox.ts';

/** A connection's number: given in order of acceptance, never used again within a run. */
export type ConnectionId = number;

/** Index into a function's lists: the higher priority comes first. */
export const PRIORITIES = ['high', 'normal', 'low'] as const satisfies readonly Priority[];

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
  /** Functions in order of registration; registered twice stands twice, as in gearmand. */
  abilities: string[] = [];
  sleeping = false;
  /** Woken, and has not asked for a job since: it is not woken again. */
  woken = false;
  /** Wants WORK_EXCEPTION instead of WORK_FAIL. */
  exceptions = false;
  /** Jobs assigned to it as a worker, and jobs that it waits for as a client. */
  readonly assigned = new Set<Job>();
  readonly awaited = new Set<Job>();
  /** What it showed itself to be; a connection that is both counts as a worker. */
  role: 'client' | 'worker' | undefined;

  constructor(id: ConnectionId, { address, port = 0, hidden = () => false }: PeerFacts) {
    this.id = id;
    this.address = address;
    this.port = port;
    this.hidden = hidden;
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
  assignedAt = Number.NaN;
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
  next: Job | undefined = undefined;
  /** The job before it with the same unique ID, of another function. */
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

  addClient(client: Peer): void {
    if (this.clients === NOBODY) this.clients = [client];
    else this.clients.push(client);
    client.awaited.add(this);
  }

  forgetClients(): void {
    this.clients = NOBODY;
  }

  /** Nobody waits for it any more: it is dropped when a worker comes to it. */
  get abandoned(): boolean {
    return !this.background && this.clients.length === 0;
  }
}

/** First in, first out; a job is in at most one list. */
class JobList {
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

/** What the server knows of a function; it stays after its last job, as in gearmand. */
export class FunctionQueue {
  readonly name: string;
  /** The name as it stands on the wire. */
  readonly bytes: Buffer;
  readonly handles: Handles;
  readonly queued: Record<Priority, JobList> = { high: new JobList(), normal: new JobList(), low: new JobList() };
  running = 0;
  /** Registrations; a worker that registered twice stands twice. */
  readonly workers: Peer[] = [];

  constructor(name: string, handles: Handles) {
    this.name = name;
    this.bytes = Buffer.from(name, 'latin1');
    this.handles = handles;
  }

  get waiting(): number {
    return this.queued.high.length + this.queued.normal.length + this.queued.low.length;
  }
}
