/** Jobs as they are listed and told in full. */

import { z } from 'zod';
import type { Failure } from './errors.ts';
import { JOB_STATES, type STEP_KINDS } from './job-states.ts';
import type { JournalState } from './journal.ts';
import { type JobKey, OnServers, type Wire, WithoutServers } from './keys.ts';

export const Priority = z.enum(['high', 'normal', 'low']);
export type Priority = z.output<typeof Priority>;

export const JobState = z.enum(JOB_STATES);
export type JobState = z.output<typeof JobState>;

export interface JobRow {
  key: JobKey;
  state: JobState;
  function: Wire;
  unique: Wire;
  priority: Priority;
  background: boolean;
  /** Who submitted it first, and who took it last: names of connections; null where nobody did, or nobody knows. */
  client: string | null;
  worker: string | null;
  submittedAt: number;
  assignedAt: number | null;
  endedAt: number | null;
  /** Times it was given to a worker. */
  attempts: number;
  /** Submissions that were coalesced into it, the first included. */
  submissions: number;
  workloadSize: number;
  resultSize: number;
  /** The first bytes of the workload. */
  preview: Uint8Array;
  progress: { numerator: number; denominator: number } | null;
}

export interface JobStep {
  at: number;
  kind: (typeof STEP_KINDS)[number];
  /** The connection that it came from or went to, named. */
  who: string | null;
  size: number | null;
}

/** How a command of ours ended, as only its own supervisor knows. */
export interface CommandOutcome {
  exitCode: number | null;
  signal: string | null;
  /** It wrote more than it may and was ended for it. */
  overflowed: boolean;
  /** It took longer than it may and was ended for it. */
  timedOut: boolean;
  /** Why it could not be run at all. */
  failure: Failure | null;
  /** The end of its standard error. */
  errors: string;
}

/** Bytes with their whole size, of which only the first may be here; null bytes: no longer kept. */
export interface Content {
  size: number;
  bytes: Uint8Array | null;
}

/** What a job brought and what came back. Files keep it by its place in this list. */
export const CONTENT_PARTS = ['workload', 'result', 'warnings', 'exception'] as const;
export type ContentPart = (typeof CONTENT_PARTS)[number];

/** Of a content that the history has: so many bytes are kept, of which the first may be here. */
export interface KeptContent extends Content {
  kept: number;
}

export interface JobDetail extends JobRow {
  /** Until when it waits although it could be done; null where nothing but a worker is missing. */
  dueAt: number | null;
  workload: KeptContent;
  /** WORK_DATA and the final result, in order. */
  result: KeptContent;
  exception: KeptContent | null;
  warnings: KeptContent;
  steps: JobStep[];
  /** Steps left out of the middle because there were too many. */
  skippedSteps: number;
  outcome: CommandOutcome | null;
  /** Its number in the file of background jobs; 0 where it was never in there. One whose server ends goes on at the next start. */
  keptAs: number;
}

export const JobSort = z.enum([
  'submitted',
  'state',
  'function',
  'server',
  'priority',
  'waited',
  'ran',
  'workload',
  'result',
]);
export type JobSort = z.output<typeof JobSort>;

export const JobQuery = z.object({
  /** Position of the first row wanted, the nearest one that exists is given; null for the list's first row. */
  from: z.number().int().nullable().default(null),
  rows: z.number().int().min(1).max(500),
  /** In one of these; in any where there are none. */
  states: z.array(JobState).max(JOB_STATES.length).default([]),
  servers: OnServers,
  /** Of those the ones whose jobs are not meant: another server tells them too. */
  without: WithoutServers,
  search: z.string().max(500).default(''),
  sort: JobSort.default('submitted'),
  descending: z.boolean().default(true),
});
export type JobQuery = z.output<typeof JobQuery>;

export interface JobWindow {
  /**
   * Positions of the first job of the list and of the first row. In the order of submission, with all states and servers and
   * without a search, a job's position never changes: newest first, they go down as jobs come.
   */
  first: number;
  from: number;
  total: number;
  /** Of all jobs of these servers that the search has found. */
  counts: Record<JobState, number>;
  rows: JobRow[];
  /** How far the search has come; null where nothing is searched for. */
  search: { looked: number; of: number; stopped: boolean } | null;
  journal: JournalState;
}
