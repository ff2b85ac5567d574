import type { JobEvent } from '../contract/job-event.ts';
import { STEP_KINDS } from '../contract/job-states.ts';
import type { JobStep, Priority } from '../contract/jobs.ts';

/* An event as numbers, which wait in columns: its kind, and two that mean what the kind says. */

/** What is known of a job when it is submitted. The workload is a view, valid while it is looked at. */
export interface SubmittedJob {
  readonly handle: string;
  readonly functionName: string;
  readonly unique: string;
  readonly priority: Priority;
  readonly background: boolean;
  readonly workload: Buffer;
  readonly keptAs: number;
}

type WithoutJob<Event> = Event extends { readonly kind: 'submitted' }
  ? Omit<Event, 'job'> & { readonly job: SubmittedJob }
  : Event extends { readonly kind: 'joined' }
    ? Omit<Event, 'job'> & { readonly keptAs: number }
    : Omit<Event, 'job'>;

/** An event as it is told again. Its bytes are a view, valid while it is looked at. */
export type HeardEvent = WithoutJob<JobEvent>;

/** Of steps and events, which have the same kinds: only what was found is an event of another kind. */
export const KIND_NUMBERS = Object.fromEntries(STEP_KINDS.map((kind, index) => [kind, index])) as Record<
  JobStep['kind'],
  number
>;
/** Files keep priorities by their place in this list. */
export const PRIORITIES = ['high', 'normal', 'low'] as const satisfies readonly Priority[];

/** In the place of a connection: none. */
const NOBODY = -1;
const NO_BYTES = Buffer.alloc(0);

/** The first number: a connection, progress, a time, a count. */
export function firstNumber(event: JobEvent): number {
  switch (event.kind) {
    case 'submitted':
      return event.client ?? NOBODY;
    case 'joined':
      return event.client;
    case 'assigned':
      return event.worker;
    case 'status':
      return event.numerator;
    case 'requeued':
      return event.attempts;
    case 'delayed':
      return event.until;
    default:
      return 0;
  }
}

/** What a submission chooses from: a priority, and whether it is in the background. */
const CHOICES = PRIORITIES.length * 2;

/** The second number: a choice with the job's number on disk, or what progress goes up to. */
export function secondNumber(event: JobEvent): number {
  switch (event.kind) {
    case 'submitted':
      return event.job.keptAs * CHOICES + PRIORITIES.indexOf(event.job.priority) * 2 + (event.job.background ? 1 : 0);
    case 'joined':
      return event.job.keptAs * 2 + (event.background ? 1 : 0);
    case 'status':
      return event.denominator;
    default:
      return 0;
  }
}

/** The bytes that an event brings: a workload, or a part of what comes back. */
export function bytesOf(event: JobEvent): Uint8Array {
  if ('bytes' in event) return event.bytes;
  return event.kind === 'submitted' ? event.job.workload : NO_BYTES;
}

/** Who keeps what is no number. */
export interface EventParts {
  bytesAt(slot: number): Buffer;
  nameAt(slot: number, name: 'handle' | 'function' | 'unique'): string;
}

/** The event again. */
export function eventFrom(
  kindNumber: number,
  first: number,
  second: number,
  parts: EventParts,
  slot: number,
): HeardEvent {
  const kind = STEP_KINDS[kindNumber] as JobEvent['kind'];
  switch (kind) {
    case 'submitted':
      return {
        kind,
        client: first === NOBODY ? null : first,
        job: {
          handle: parts.nameAt(slot, 'handle'),
          functionName: parts.nameAt(slot, 'function'),
          unique: parts.nameAt(slot, 'unique'),
          priority: PRIORITIES[(second % CHOICES) >> 1] as Priority,
          background: second % 2 === 1,
          workload: parts.bytesAt(slot),
          keptAs: Math.floor(second / CHOICES),
        },
      };
    case 'joined':
      return { kind, client: first, background: second % 2 === 1, keptAs: Math.floor(second / 2) };
    case 'assigned':
      return { kind, worker: first };
    case 'status':
      return { kind, numerator: first, denominator: second };
    case 'data':
    case 'warning':
    case 'complete':
    case 'exception':
      return { kind, bytes: parts.bytesAt(slot) };
    case 'requeued':
      return { kind, attempts: first };
    case 'delayed':
      return { kind, until: first };
    default:
      return { kind };
  }
}
