import type { Peer, Submission } from './peers.ts';

/** A job as its packets tell of it. */
export interface Job {
  readonly handle: string;
  readonly host: number;
  readonly function: string;
  /** 0 is high, 2 is low. */
  readonly priority: number;
  /** What it was submitted with; undefined where that is not in the capture. */
  readonly submission: Submission | undefined;
  readonly created: { seq: number; at: number };
  /** Connections that wait for its end. */
  readonly clients: Peer[];
  worker: Peer | undefined;
  assigned: { seq: number; at: number } | undefined;
  /** The worker has said something of it. */
  heard: boolean;
  /** Seconds that the worker may take; 0 is any. */
  timeout: number;
  status: number | undefined;
  ended: boolean;
  /** The worker's last word, for clients that wait, has not been passed on yet. */
  unheard: { seq: number; at: number } | undefined;
  toldWaiting: boolean;
  toldLate: boolean;
}

/** Jobs that are remembered; of more the oldest leave. */
const MOST = 100_000;
/** Jobs that are over are remembered twice as many at most. */
const OVER = 50_000;
/** Functions that may stay without a job that waits. */
const IDLE = 1000;

/** The jobs of one run of a server: by handle, those that wait by function, and of those that are over who did them. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  /** Goes on where it was: to begin anew would pass by all places that have become empty, each time. */
  readonly #oldestFirst = this.#jobs.entries();
  /** By priority, then by function, in the order in which they came: a long queue is not looked through. */
  readonly #waiting: readonly Map<string, Set<Job>>[] = [new Map(), new Map(), new Map()];
  readonly #running = new Set<Job>();
  /** Who did those that are over; when there are many, the next begin a new map, and the one before the last is forgotten. */
  #over = new Map<string, Peer>();
  #overBefore = new Map<string, Peer>();
  /** The job that was asked for last: packets of a job mostly stand together. */
  #asked: Job | undefined;

  /** A job of which something may still be said. */
  find(handle: string): Job | undefined {
    if (this.#asked?.handle !== handle) this.#asked = this.#jobs.get(handle);
    return this.#asked;
  }

  /** The worker that did a job that is over. */
  whoDid(handle: string): Peer | undefined {
    return this.#over.get(handle) ?? this.#overBefore.get(handle);
  }

  add(job: Job): void {
    this.#jobs.delete(job.handle); // one that is told anew is the newest
    this.#jobs.set(job.handle, job);
    this.#asked = job;
    if (this.#jobs.size <= MOST) return;
    const { value: oldest } = this.#oldestFirst.next();
    if (oldest === undefined) return;
    this.#jobs.delete(oldest[0]);
    this.#leave(oldest[1]);
  }

  waits(job: Job): void {
    this.#running.delete(job);
    const functions = this.#waiting[job.priority];
    const waiting = functions?.get(job.function);
    if (waiting === undefined) functions?.set(job.function, new Set([job]));
    else waiting.add(job);
  }

  runs(job: Job): void {
    this.#leave(job);
    this.#running.add(job);
  }

  /** Its worker has said its last word. */
  ends(job: Job): void {
    this.#leave(job);
  }

  /** All has been said of a job that has ended: only who did it is remembered. */
  isOver(job: Job): void {
    if (this.#asked === job) this.#asked = undefined;
    if (this.#jobs.get(job.handle) === job) this.#jobs.delete(job.handle);
    if (job.worker === undefined) return;
    if (this.#over.size === OVER) {
      this.#overBefore = this.#over;
      this.#over = new Map();
    }
    this.#over.set(job.handle, job.worker);
  }

  /** A job of the same function that waits though its priority is higher. */
  moreUrgent({ function: name, priority }: Job): Job | undefined {
    for (const functions of this.#waiting.slice(0, priority)) {
      const [first] = functions.get(name) ?? [];
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /** The job of each function that has waited longest. */
  oldest(): Iterable<Job> {
    const oldest = new Map<string, Job>();
    for (const functions of this.#waiting)
      for (const [name, [first]] of functions) {
        const known = oldest.get(name);
        if (first && (known === undefined || first.created.seq < known.created.seq)) oldest.set(name, first);
      }
    return oldest.values();
  }

  get running(): Iterable<Job> {
    return this.#running;
  }

  #leave(job: Job): void {
    if (this.#running.delete(job)) return; // what runs does not wait
    const functions = this.#waiting[job.priority];
    const waiting = functions?.get(job.function);
    waiting?.delete(job);
    if (waiting?.size === 0 && functions !== undefined && functions.size > IDLE) functions.delete(job.function);
  }
}
