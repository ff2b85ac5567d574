/** What crosses of what a person does with jobs that are there. */
import { z } from 'zod';
import type { Failure } from './errors.ts';
import { JobKey, Wire } from './keys.ts';
import { LOCAL, ServerId } from './servers.ts';

/** Jobs that may be chosen at once. */
export const CHOSEN_MOST = 10_000;
/** Jobs that may be submitted again at once, and whose commands may be copied. */
export const RESUBMITTED_MOST = 1000;
export const COMMANDS_MOST = 100;
/** Bytes of a workload that may be edited. */
export const EDITED_BYTES = 4 * 1024 * 1024;
export const NOTE_CHARACTERS = 2000;

const keys = (most: number) => z.array(JobKey).min(1).max(most);

export const ChosenJobs = z.object({ jobs: keys(CHOSEN_MOST) });
export const ResubmittedJobs = z.object({ jobs: keys(RESUBMITTED_MOST) });
export const CommandJobs = z.object({ jobs: keys(COMMANDS_MOST) });
/** A function of one of our own servers. */
export const PurgedFunction = z.object({ name: Wire.min(1).max(1024), server: ServerId.default(LOCAL) });
export const JobNote = z.object({ job: JobKey, note: z.string().max(NOTE_CHARACTERS) });

/** How many jobs were cancelled, by what they were before. */
export interface Cancelled {
  queued: number;
  running: number;
}

export interface Resubmitted {
  /** The new jobs that the server has named, in the order of the old ones. */
  jobs: JobKey[];
  /** Old ones whose workload is no longer kept. */
  notKept: number;
  /** Why it ended before the last one. */
  problem: Failure | null;
}

/** What a background job that outlived its server was at the start before, and is at the next one; null where it is not known. */
export interface OtherStarts {
  before: JobKey | null;
  after: JobKey | null;
}

/** What is known of a job that no server told. */
export interface JobAbout extends OtherStarts {
  note: string;
  /** The job that it was submitted again from. */
  from: JobKey | null;
  /** Those that were submitted again from it. */
  again: JobKey[];
}
