import type { Session } from '../client/session.ts';

/**
 * Who asks for the next job, where a worker has several servers: it does one job at a time, so it asks one server at a time, those that
 * waited longest first.
 */
export class Hands {
  /** Jobs that are still to be done. */
  left: number;
  /** Servers that may have a job, in the order in which they are asked. */
  readonly #asked = new Set<Session>();
  #asking: Session | undefined;
  #isBusy = false;
  #since = 0;

  constructor(jobs: number) {
    this.left = jobs;
  }

  /** How long no server has had a job, ms. */
  get rested(): number {
    return this.#isBusy ? 0 : performance.now() - this.#since;
  }

  /** From now on a job is waited for. */
  rest(): void {
    this.#since = performance.now();
  }

  /** The server may have a job: it was connected, or woke us. */
  wake(session: Session): void {
    this.#asked.add(session);
    this.#next();
  }

  /** It has none. */
  none(session: Session): void {
    session.send({ name: 'PRE_SLEEP' });
    this.leave(session);
  }

  /** It gave one. */
  begin(): void {
    this.#asking = undefined;
    this.#isBusy = true;
  }

  /** The job has ended; what its server has next is asked for after the others. */
  end(session: Session): void {
    this.#isBusy = false;
    this.rest();
    this.#asked.delete(session);
    this.wake(session);
  }

  /** It is asked for nothing until it wakes us; also where it has gone, with the job or without. */
  leave(session: Session): void {
    this.#asked.delete(session);
    if (this.#asking === session) this.#asking = undefined;
    this.#next();
  }

  /** The job has ended with its connection. */
  drop(session: Session): void {
    this.#isBusy = false;
    this.leave(session);
  }

  #next(): void {
    const [first] = this.#asked;
    if (this.#isBusy || this.#asking !== undefined || first === undefined) return;
    this.#asking = first;
    first.send({ name: 'GRAB_JOB_UNIQ' });
  }
}
