import type { Priority } from './model.ts';

/** Facts of a job that stay the same for its life. Names are wire strings, one character per byte. */
export interface JobFacts {
  readonly handle: string;
  readonly function: string;
  readonly unique: string;
  readonly priority: Priority;
  readonly background: boolean;
  readonly workload: Uint8Array;
}

/** One change of state of a job, as the job server tells it. Connections are known by their number. */
export type JobEvent =
  | { readonly kind: 'submitted'; readonly job: JobFacts; readonly client: number }
  /** Another submission with the same unique ID was coalesced into the job. */
  | { readonly kind: 'joined'; readonly handle: string; readonly client: number; readonly background: boolean }
  | { readonly kind: 'assigned'; readonly handle: string; readonly worker: number }
  | { readonly kind: 'status'; readonly handle: string; readonly numerator: number; readonly denominator: number }
  | { readonly kind: 'data' | 'warning'; readonly handle: string; readonly bytes: Uint8Array }
  | { readonly kind: 'complete' | 'exception'; readonly handle: string; readonly bytes: Uint8Array }
  | { readonly kind: 'fail'; readonly handle: string }
  /** Its worker went away or gave the function up: the job waits again. */
  | { readonly kind: 'requeued'; readonly handle: string; readonly attempts: number }
  /** Its last foreground client went away; a background job is never abandoned. */
  | { readonly kind: 'abandoned'; readonly handle: string }
  /** It left the server without a result. */
  | { readonly kind: 'dropped'; readonly handle: string };
