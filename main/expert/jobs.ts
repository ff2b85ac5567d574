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

/** The jobs of one run of a server: by handle, and those that wait by function. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  /** Goes on where it was: to begin anew would pass by all places that have become empty, each time. */
  readonly #oldestFirst = this.#jobs.entries();
  /** By priority, then by function, in the order in which they came: a long queue is not looked through. */
  readonly #waiting: readonly Map<string, Set<Job>>[] = [new Map(), new Map(), new Map()];
  readonly #running = new Set<Job>();
  /** The job that was asked for last: packets of a job mostly stand together. */
  #asked: Job | undefined;

  find(handle: string): Job | undefined {
    if (this.#asked?.handle !== handle) this.#asked = this.#jobs.get(handle);
    return this.#asked;
  }

  add(job: Job): void {
    this.#jobs.delete(job.handle);
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

  ends(job: Job): void {
    this.#leave(job);
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
    if (waiting?.size === 0) functions?.delete(job.function);
  }
}
