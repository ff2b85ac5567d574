import { AppError } from '../contract/errors.ts';
import type { JobEvent } from '../contract/job-event.ts';
import type { QueueStore } from './queue-store.ts';
import type { Job, Peer } from './state.ts';

/** What a round of the event loop brought: new jobs, and the answers that promise to keep them. */
export interface Round {
  readonly jobs: readonly Job[];
  readonly promises: readonly KeepingPromise[];
  /** Why none of the jobs could be kept. */
  readonly problem: AppError | undefined;
}

/** The answer that stands at this place among the packets of the client's outbox says that the job is kept. */
interface KeepingPromise {
  readonly client: Peer;
  readonly packet: number;
  readonly job: Job;
}

/** Keeps background jobs: hears what happens to each, and puts it on disk round by round. docs/protocol.md section 9. */
export class Keeper {
  readonly #store: QueueStore;
  readonly #onCommit: (problem: AppError | undefined) => void;
  #jobs: Job[] = [];
  #promises: KeepingPromise[] = [];
  /** The newest job that is on disk. */
  #settled: number;

  /** `onCommit` hears of each commit why it failed, or that it did not. */
  constructor(store: QueueStore, onCommit: (problem: AppError | undefined) => void) {
    this.#store = store;
    this.#onCommit = onCommit;
    this.#settled = store.newest;
  }

  hear({ kind, job }: JobEvent & { readonly job: Job }): void {
    switch (kind) {
      case 'submitted':
      case 'joined':
        if (!job.background || job.keptAs > 0) return;
        job.keptAs = this.#store.add(job);
        this.#jobs.push(job);
        return;
      case 'requeued':
        if (job.keptAs > 0) this.#store.retry(job.keptAs, job.retries);
        return;
      case 'complete':
      case 'exception':
      case 'fail':
      case 'given-up':
      case 'cancelled':
      case 'dropped':
        if (job.keptAs > 0) this.#store.remove(job.keptAs);
        job.keptAs = 0;
        return;
    }
  }

  /** The packet that was put last into the client's outbox promises to keep the job. */
  promise(client: Peer, job: Job): void {
    if (job.keptAs > this.#settled) this.#promises.push({ client, packet: client.outbox.packets.length / 2 - 1, job });
  }

  /** Puts the round on disk. Where that fails its jobs are not kept; how others ended is tried again in the next round. */
  commit(): Round {
    const round = { jobs: this.#jobs, promises: this.#promises };
    this.#jobs = [];
    this.#promises = [];
    if (!this.#store.dirty) return { ...round, problem: undefined };
    const problem = this.#tryCommit();
    this.#settled = this.#store.newest;
    this.#onCommit(problem);
    return { ...round, problem };
  }

  close(): void {
    this.#store.close();
  }

  #tryCommit(): AppError | undefined {
    try {
      this.#store.commit();
      return undefined;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }
}
