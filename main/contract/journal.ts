import { z } from 'zod';
import type { Failure } from './errors.ts';
import { CHOSEN_MOST } from './job-actions.ts';
import { JOB_STATES } from './job-states.ts';
import { JobKey, OnServers, WithoutServers } from './keys.ts';

/** How much of what happened to jobs may be kept: jobs, and MB of the file. */
export const JOURNAL_LIMITS = {
  jobs: { least: 1000, most: 10_000_000, default: 1_000_000 },
  size: { least: 16, most: 100_000, default: 1000 },
} as const;

/** A workload or a result is kept whole up to this share of what the file may take, or up to the bytes that every one may have. */
const CONTENT_SHARE = 64;
const CONTENT_LEAST = 64 * 1024;

/** Bytes of a content that are kept where the file may take so many. */
export const contentLimit = (bytes: number): number => Math.max(CONTENT_LEAST, Math.floor(bytes / CONTENT_SHARE));

/** How the recording of what happens to jobs is. */
export interface JournalState {
  /** `off` because the person wants none, `failed` because of the problem: the newest jobs can be seen all the same. */
  state: 'on' | 'off' | 'failed';
  problem: Failure | null;
  /** A file that could not be read was renamed to this one, and a new one begun. */
  setAside: string | null;
  /** What is kept at the moment and what may be. Bytes are those of the file, and of one workload or result. */
  jobs: number;
  bytes: number;
  limits: { jobs: number; bytes: number; content: number };
  /** Jobs of this session that came faster than they could be recorded, and that left because newer ones came. */
  skipped: number;
  forgotten: number;
  /** Share of the earlier jobs that has been read since the start, 0 to 1. */
  read: number;
  exporting: { jobs: number; total: number } | null;
}

/** Jobs to be written into a file: these, or those of some states and servers, or of all, that a search finds. */
export const JobExport = z.object({
  format: z.enum(['jsonl', 'csv']),
  states: z.array(z.enum(JOB_STATES)).max(JOB_STATES.length).default([]),
  servers: OnServers,
  without: WithoutServers,
  search: z.string().max(500).default(''),
  jobs: z.array(JobKey).min(1).max(CHOSEN_MOST).nullable().default(null),
});
export type JobExport = z.output<typeof JobExport>;
