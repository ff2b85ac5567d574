import type { Peer, Submission } from './peers.ts';

/** A job as its packets tell of it. */
export interface Job {
  readonly handle: string;
  readonly host: number;
  readonly function: string;
  readonly priority: number;
  /** What it was submitted with; undefined where that is not in the capture. */
  readonly submission: Submission | undefined;
  readonly created: { seq: number; at: number };
  /** Connections that wait for its end. */
  readonly clients: Set<Peer>;
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

/** Jobs that are remembered; those that ended leave first, then the oldest. */
const MOST = 100_000;

/** Jobs by handle, and those that wait by function. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  /** Goes on where it was: to begin anew would pass by all places that have become empty, each time. */
  readonly #oldestFirst = this.#jobs.entries();
  readonly #waiting = new Map<string, Set<Job>>();
  readonly #running = new Set<Job>();

  find(host: number, handle: string): Job | undefined {
    return this.#jobs.get(`${host} ${handle}`);
  }

  add(job: Job): void {
    const key = `${job.host} ${job.handle}`;
    this.#jobs.delete(key);
    this.#jobs.set(key, job);
    if (this.#jobs.size <= MOST) return;
    const { value: oldest } = this.#oldestFirst.next();
    if (oldest === undefined) return;
    this.#jobs.delete(oldest[0]);
    this.#leave(oldest[1]);
  }

  waits(job: Job): void {
    this.#running.delete(job);
    const key = `${job.host} ${job.function}`;
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, new Set([job]));
    else waiting.add(job);
  }

  runs(job: Job): void {
    this.#leave(job);
    this.#running.add(job);
  }

  ends(job: Job): void {
    this.#leave(job);
  }

  /** Jobs of a function that wait, in the order in which they came. */
  waiting(host: number, name: string): Iterable<Job> {
    return this.#waiting.get(`${host} ${name}`) ?? [];
  }

  /** The job of each function that has waited longest. */
  *oldest(): Generator<Job> {
    for (const jobs of this.#waiting.values())
      for (const job of jobs) {
        yield job;
        break;
      }
  }

  get running(): Iterable<Job> {
    return this.#running;
  }

  #leave(job: Job): void {
    this.#running.delete(job);
    const key = `${job.host} ${job.function}`;
    const waiting = this.#waiting.get(key);
    waiting?.delete(job);
    if (waiting?.size === 0) this.#waiting.delete(key);
  }
}
