import type { JobFacts } from '../contract/job-event.ts';
import type { Priority } from '../contract/jobs.ts';
import { Fifo } from './fifo.ts';
import type { LentBlock } from './lent-bytes.ts';

const NOTHING = Buffer.alloc(0);
/** Nobody; a job in the background has no list of its own. */
const NOBODY: ObservedConnection[] = [];

/** A job as its packets tell of it: at first a submission that waits for its answer, and so has no handle. */
export class ObservedJob implements JobFacts {
  /** What stands before the number of its handle, or all of it where the number is 0; empty while it has none. */
  name = '';
  number = 0;
  readonly functionName: string;
  readonly unique: string;
  readonly priority: Priority;
  background: boolean;
  readonly submittedAt: number;
  assignedAt: number | null = null;
  readonly keptAs = 0;
  memo: unknown = undefined;
  /** Where its workload begins in the block that is lent, until it has been told. */
  lent: LentBlock | undefined = undefined;
  start = 0;
  workloadBytes = 0;
  /** Before that time, ms since the epoch, the server gives it to nobody. */
  due: number | null = null;
  worker: ObservedConnection | undefined = undefined;
  clients: ObservedConnection[] = NOBODY;
  /** Times that a worker was lost with it. */
  retries = 0;
  /** A worker was given it before the answer to its submission was seen. */
  unanswered = false;
  ended = false;
  /** What its worker said, at last at that time, and its first client, which may join later, has not been seen to be told. */
  owed = 0;
  saidAt = 0;
  /** Packets about it that its first client got, where it waits for it more than once. */
  repeats = 0;

  constructor(functionName: string, unique: string, priority: Priority, background: boolean, submittedAt: number) {
    this.functionName = functionName;
    this.unique = unique;
    this.priority = priority;
    this.background = background;
    this.submittedAt = submittedAt;
  }

  get handle(): string {
    return this.number === 0 ? this.name : this.name + this.number;
  }

  get workload(): Buffer {
    return this.lent === undefined ? NOTHING : this.lent.bytes.subarray(this.start, this.start + this.workloadBytes);
  }

  /** Bytes that it takes, about. */
  get cost(): number {
    return 256 + this.functionName.length + this.unique.length;
  }

  addClient(client: ObservedConnection): void {
    if (this.clients === NOBODY) this.clients = [client];
    else this.clients.push(client);
    client.awaited.add(this);
  }

  /** Takes each of its places away. */
  removeClient(client: ObservedConnection): void {
    client.awaited.delete(this);
    this.clients = this.clients.filter((each) => each !== client);
  }

  /** Nobody gets to hear of it any more. */
  forgetPeers(): void {
    for (const client of this.clients) client.awaited.delete(this);
    this.clients = NOBODY;
    this.worker?.assigned.delete(this);
    this.worker = undefined;
  }
}

/** An option that was asked for: it is answered in turn with the submissions. */
export const OPTION = 'option';

/** Submissions of which nothing is kept. */
export interface Skipped {
  count: number;
}

/** What a line of the text protocol ends: a job, or all that wait for a function. */
export interface Ends {
  readonly kind: 'job' | 'function';
  readonly name: string;
}

/** A line of the text protocol that waits for its answer; `ends` is what comes of it where the answer is OK. */
export interface AskedLine {
  readonly ends: Ends | undefined;
}

/** A connection as its packets tell of it: a client, a worker, or both. */
export class ObservedConnection {
  readonly id: number;
  /** What waits for JOB_CREATED, OPTION_RES or an error, the oldest first. */
  readonly asked = new Fifo<ObservedJob | Skipped | typeof OPTION>();
  readonly lines = new Fifo<AskedLine>();
  /** It asked for more than is remembered: its lines are not followed any more. */
  lost = false;
  /** In the middle of a table. */
  inTable = false;
  readonly assigned = new Set<ObservedJob>();
  readonly awaited = new Set<ObservedJob>();
  /** The function that it submitted to last, and its bytes: clients seldom change it. */
  lastFunction = '';
  lastBytes: Buffer = NOTHING;

  constructor(id: number) {
    this.id = id;
  }
}
