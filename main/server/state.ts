import type { Priority } from '../contract/model.ts';

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

export class Job {
  readonly handle: string;
  readonly function: FunctionQueue;
  readonly unique: string;
  /** Under what the job is found when the same work is submitted again; empty where it never coalesces. */
  readonly key: string;
  readonly reducer: string;
  readonly priority: Priority;
  readonly workload: Buffer;
  /** Once anybody submitted it in the background, it is worked off even if nobody waits. */
  background: boolean;
  /** Who waits for it. One that submitted it twice stands twice and hears everything twice, as in gearmand. */
  clients: Peer[] = [];
  worker: Peer | undefined;
  numerator = 0;
  denominator = 0;
  /** Times that a worker was lost with it. */
  retries = 0;
  next: Job | undefined;

  constructor(facts: {
    handle: string;
    function: FunctionQueue;
    unique: string;
    key: string;
    reducer: string;
    priority: Priority;
    background: boolean;
    workload: Buffer;
  }) {
    this.handle = facts.handle;
    this.function = facts.function;
    this.unique = facts.unique;
    this.key = facts.key;
    this.reducer = facts.reducer;
    this.priority = facts.priority;
    this.background = facts.background;
    this.workload = facts.workload;
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
  readonly queued: Record<Priority, JobList> = { high: new JobList(), normal: new JobList(), low: new JobList() };
  running = 0;
  /** Registrations; a worker that registered twice stands twice. */
  readonly workers: Peer[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get waiting(): number {
    return this.queued.high.length + this.queued.normal.length + this.queued.low.length;
  }
}
