import { z } from 'zod';
import { JobKey } from './keys.ts';

/* What two runs of a job have in their workloads or results that is different. */

export const CompareRequest = z.object({ key: JobKey, with: JobKey, part: z.enum(['workload', 'result']) });
export type CompareRequest = z.output<typeof CompareRequest>;

/** A line of both, of the later run alone, of the earlier one alone, or lines of both that are left out. */
export interface CompareRow {
  kind: 'same' | 'added' | 'removed' | 'left-out';
  /** Cut where it is long. */
  text: string;
  /** Its number in the earlier and in the later run, from 1; null where it is not in it. Of lines left out that of the first. */
  before: number | null;
  after: number | null;
  /** Lines that are left out. */
  count: number;
}

export interface Comparison {
  equal: boolean;
  rows: CompareRow[];
  /** Rows beside those. */
  more: number;
  /** Only the first bytes were compared. */
  cut: boolean;
  /** They have so little in common that looking for it was given up: one stands below the other. */
  apart: boolean;
}
