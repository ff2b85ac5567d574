import type { Priority } from './jobs.ts';
import type { Wire } from './keys.ts';

/** Why a job waits. */
export type WhyKind =
  /** It was cancelled, or nobody waits for it: it is skipped when a worker comes to it. */
  | 'cancelled'
  | 'abandoned'
  /** It was submitted for a later time. */
  | 'later'
  /** It is being written to disk, which its answer waits for. */
  | 'keeping'
  /** Nobody is registered for its function: but for one of nearly the same name, on another server, or at all. */
  | 'similar'
  | 'elsewhere'
  | 'nobody'
  /** Our workers of its function are not started, were stopped one by one, are paused, wait after failures, gave up, or are not connected. */
  | 'not-started'
  | 'stopped'
  | 'paused'
  | 'back-off'
  | 'gave-up'
  | 'away'
  /** Our workers may not begin a job now: so many run at once over all functions, or so many of this one in a second. */
  | 'room'
  | 'rate'
  /** All workers are busy; jobs of a higher priority come first; they take jobs of another function first. */
  | 'busy'
  | 'behind'
  | 'after'
  /** A worker was woken and has not asked for it. A worker has nothing to do and does not ask. */
  | 'woken'
  | 'silent'
  /** A worker is about to take it. */
  | 'soon';

/** A worker that could do the job, and what keeps it from that. */
export interface WhyWorker {
  /** Client id, else its address. */
  name: Wire;
  /** Its connection; null for one of ours that is not registered. */
  connection: number | null;
  state: 'busy' | 'sleeping' | 'woken' | 'silent' | 'stopped' | 'quiet' | 'back-off' | 'failed' | 'away' | 'held';
  /** Since when, ms since the epoch, where that is known. */
  since: number | null;
  /** The job that it does, and its function. */
  handle: Wire | null;
  does: Wire | null;
}

/** The one reason why a job waits now, and the evidence for it. */
export interface Why {
  kind: WhyKind;
  function: Wire;
  /** The function with the similar name, or whose jobs come first. */
  other: Wire | null;
  /** When it goes on by itself, ms since the epoch, where that is known. */
  until: number | null;
  /** Jobs of its function that come first, as far as they were counted, and whether there are more. */
  ahead: Record<Priority, number>;
  more: boolean;
  /** Those of them that have a higher priority. */
  higher: number;
  /** The servers that its workers work for, where this is none of them. */
  servers: string[];
  /** At most WHY_WORKERS of them; and how many there are beside those. */
  workers: WhyWorker[];
  otherWorkers: number;
}

export const WHY_WORKERS = 20;

/** What a person should know of: it does not go on by itself. */
const STUCK = [
  'similar',
  'elsewhere',
  'nobody',
  'not-started',
  'stopped',
  'paused',
  'gave-up',
  'away',
  'woken',
  'silent',
] as const satisfies readonly WhyKind[];

export interface Stuck extends Why {
  kind: (typeof STUCK)[number];
}

export const isStuck = (why: Why): why is Stuck => (STUCK as readonly WhyKind[]).includes(why.kind);
