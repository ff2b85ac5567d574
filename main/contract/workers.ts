/** Workers, ours and those of others, and what they write. */

import { z } from 'zod';
import type { Failure } from './errors.ts';
import type { FunctionDefinition } from './functions.ts';
import type { CommandOutcome } from './jobs.ts';
import type { Wire } from './keys.ts';
import type { PortOwner } from './server.ts';

export type WorkerState =
  | 'starting'
  /** Asks a server for a job. */
  | 'idle'
  /** Waits until a server wakes it. */
  | 'sleeping'
  | 'working'
  /** Takes no more jobs; what it has it finishes. */
  | 'quiet'
  | 'reconnecting'
  /** Waits a while after quick failures. */
  | 'back-off'
  /** Gave up after too many quick failures. */
  | 'failed'
  | 'stopping'
  | 'stopped';

/** States in which a worker is there to take a job, now or next. */
export const AT_WORK: readonly WorkerState[] = ['idle', 'sleeping', 'working'];

/** A worker's connection to one of its servers. */
export interface WorkerLink {
  /** `embedded` or host:port. */
  server: string;
  state: 'connecting' | 'connected' | 'lost';
  since: number;
  /** Why it was lost, or why there is none. */
  problem: Failure | null;
}

export interface WorkerInfo {
  /** Client id, as `wc-1`. */
  name: string;
  speaks: FunctionDefinition['speaks'];
  state: WorkerState;
  since: number;
  /** When the back-off ends. */
  until: number | null;
  startedAt: number;
  /** The job it works on, and the server that gave it. */
  handle: Wire | null;
  server: string | null;
  done: number;
  failed: number;
  /** Process group of its command, while one runs, or of the program that it is. */
  pid: number | null;
  /** The connection of a program that speaks Gearman itself, once it registered with the embedded server. */
  connection: number | null;
  links: WorkerLink[];
  /** It may not begin a job now: so many run at once over all functions, or so many of this one in a second. */
  held: 'room' | 'rate' | null;
  /** How its last command or program ended that did not end well. */
  lastFailure: CommandOutcome | null;
}

/** Somebody else's worker that is registered for a function. */
export interface OutsideWorker {
  connection: number;
  clientId: Wire;
  address: string;
}

/** A worker as the server sees it: a connection that is registered for something. */
export interface OutsideWorkerRow extends OutsideWorker {
  functions: Wire[];
  /** Jobs of it that ended well, and that failed. */
  done: number;
  failed: number;
  /** Jobs that it has at the moment. */
  handles: Wire[];
  sleeping: boolean;
  /** When its last bytes came; null before the first, or where packets are not recorded. */
  lastPacketAt: number | null;
}

/** A connection of somebody else's program that has spoken, and what can be known of it. */
export interface OutsideConnection extends OutsideWorker {
  openedAt: number;
  isOpen: boolean;
  /** The functions that it can do as a worker, and the one that it submitted to last as a client. */
  functions: Wire[];
  submitted: Wire | null;
  /** The program at its other end, as the system tells it; null where it does not, yet or at all. */
  program: PortOwner | null;
}

/** Workers of one function that are ours. */
export interface ManagedCrew {
  function: string;
  /** How many its definition asks for. */
  defined: number;
  speaks: FunctionDefinition['speaks'];
  workers: WorkerInfo[];
}

export interface WorkersView {
  managed: ManagedCrew[];
  outside: OutsideWorkerRow[];
}

/** Who an action is for: a function's workers or one of them. */
export const WorkerChoice = z.object({
  name: z.string().min(1).max(1024),
  worker: z.string().max(1100).nullable().default(null),
});
export type WorkerChoice = z.output<typeof WorkerChoice>;

/** What can be done to workers that run. */
export const WorkerAction = z.enum(['start', 'quiet', 'stop', 'kill', 'restart', 'kill-job']);
export type WorkerAction = z.output<typeof WorkerAction>;

/** Something that a worker did or met. */
export type WorkerEntry =
  | { kind: 'stdout' | 'stderr'; text: string }
  /** A program that speaks Gearman itself was started. */
  | { kind: 'started'; pid: number }
  /** It ended, after so many ms. */
  | { kind: 'exited'; milliseconds: number; outcome: CommandOutcome }
  /** A job began. */
  | { kind: 'began'; bytesIn: number }
  | { kind: 'ended'; bytesIn: number; bytesOut: number; milliseconds: number; outcome: CommandOutcome }
  | { kind: 'failed'; failure: Failure }
  /** The standard output of the job goes on after so many bytes, and is not noted. */
  | { kind: 'cut'; bytes: number }
  /** The server refused something, in its own words. */
  | { kind: 'refused'; text: string };

/** Lines of a function's workers are numbered from 1 on, as they came. */
export type WorkerOutputLine = WorkerEntry & { number: number; at: number; worker: string; handle: Wire | null };

/** Lines kept of each worker; the last ones. */
export const OUTPUT_LINES = 1000;
