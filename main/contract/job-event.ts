import type { Priority } from './jobs.ts';

/**
 * A job as the job server tells of it. Names are wire strings, one character per byte. Times are ms since the epoch.
 */
export interface JobFacts {
  readonly handle: string;
  readonly functionName: string;
  readonly unique: string;
  readonly priority: Priority;
  readonly background: boolean;
  readonly workload: Uint8Array;
  readonly workloadBytes: number;
  readonly submittedAt: number;
  /** When it was last given to a worker; null where it never was. */
  readonly assignedAt: number | null;
  /** Its number in the file of background jobs; 0 where it is not in there. */
  readonly keptAs: number;
  /** What the listener remembers with it; the job server does not look at it. */
  memo: unknown;
}

/** One change of state of a job, as the job server tells it. Connections are known by their number. */
export type JobEvent =
  /** Nobody submitted it where it was found on disk at the start. */
  | { readonly kind: 'submitted'; readonly job: JobFacts; readonly client: number | null }
  /** Another submission with the same unique ID was coalesced into the job. */
  | { readonly kind: 'joined'; readonly job: JobFacts; readonly client: number; readonly background: boolean }
  | { readonly kind: 'assigned'; readonly job: JobFacts; readonly worker: number }
  | { readonly kind: 'status'; readonly job: JobFacts; readonly numerator: number; readonly denominator: number }
  | { readonly kind: 'data' | 'warning'; readonly job: JobFacts; readonly bytes: Buffer }
  | { readonly kind: 'complete' | 'exception'; readonly job: JobFacts; readonly bytes: Buffer }
  | { readonly kind: 'fail'; readonly job: JobFacts }
  /** Its worker went away or gave the function up: the job waits again. */
  | { readonly kind: 'requeued'; readonly job: JobFacts; readonly attempts: number }
  /** Its last foreground client went away; a background job is never abandoned. */
  | { readonly kind: 'abandoned'; readonly job: JobFacts }
  /** It was submitted for later: before that time, ms since the epoch, it is given to nobody. */
  | { readonly kind: 'delayed'; readonly job: JobFacts; readonly until: number }
  /** That time has come. */
  | { readonly kind: 'due'; readonly job: JobFacts }
  /** Its worker took longer than it had said; what becomes of the job follows. */
  | { readonly kind: 'timed-out'; readonly job: JobFacts }
  /** Workers were lost with it as often as may be: it has failed. */
  | { readonly kind: 'given-up'; readonly job: JobFacts }
  /** Somebody cancelled it; nothing more is told of it, also if its worker goes on. */
  | { readonly kind: 'cancelled'; readonly job: JobFacts }
  /** It left the server without a result. */
  | { readonly kind: 'dropped'; readonly job: JobFacts };
