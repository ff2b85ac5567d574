/** Many jobs at once: what is asked for, how far it has come, and what came of it. Times are ms. */
import { z } from 'zod';
import type { Failure } from './errors.ts';
import { Priority } from './jobs.ts';
import type { Wire } from './keys.ts';
import { FunctionOnWire, SAME_WORKLOADS, type SpreadHow, SubmitTarget, TEMPLATE_CHARACTERS } from './submission.ts';

export const RUN_JOBS_MOST = 100_000_000;
export const RUN_RATE_MOST = 1_000_000;
export const RUN_CONCURRENCY_MOST = 10_000;

export const RunPlan = z.object({
  function: FunctionOnWire,
  workload: z.discriminatedUnion('kind', [
    ...SAME_WORKLOADS,
    /** Filled in anew for each job. docs/submitting.md. */
    z.object({ kind: z.literal('template'), text: z.string().max(TEMPLATE_CHARACTERS) }),
    /** Each row as it is: a line of JSON. */
    z.object({ kind: z.literal('row') }),
  ]),
  /** A file of rows that the user chose in this session, a job each; null for none. */
  rows: z.string().nullable().default(null),
  /** Jobs; null is as many as there are rows. */
  count: z.number().int().min(1).max(RUN_JOBS_MOST).nullable(),
  /** Jobs per second; 0 is as fast as they end. */
  rate: z.number().min(0).max(RUN_RATE_MOST),
  /** Jobs that have not ended, at most. */
  concurrency: z.number().int().min(1).max(RUN_CONCURRENCY_MOST),
  background: z.boolean().default(false),
  priority: Priority.default('normal'),
  unique: z.enum(['none', 'random', 'hash']).default('none'),
  target: SubmitTarget,
  /** The same seed makes the same workloads. */
  seed: z.number().int().min(0).default(0),
});
export type RunPlan = z.output<typeof RunPlan>;

/** A file of rows, as its beginning tells. */
export interface ChosenRows {
  token: string;
  name: string;
  size: number;
  kind: 'csv' | 'jsonl';
  columns: string[];
}

export const STAGES = ['total', 'waiting', 'running', 'return', 'accepted'] as const;
export type Stage = (typeof STAGES)[number];

/** Buckets of times that a power of ten has. */
export const BUCKETS_PER_DECADE = 8;

/** How long jobs took, or a part of them. */
export interface StageSummary {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
  /** How many took up to so long, and longer than the one before. */
  buckets: { to: number; count: number }[];
}

export type RunState = 'checking' | 'running' | 'done' | 'cancelled' | 'failed';

/** Jobs of a run by what came of them; of background jobs no more is heard than that they were accepted. */
export interface RunCounts {
  sent: number;
  done: number;
  failed: number;
  exceptions: number;
  refused: number;
  /** Their server had named them and went before they ended: whether they were done nobody knows. */
  lost: number;
  abandoned: number;
}

/** What one server has of a run. */
export interface RunServer {
  /** host:port. */
  server: string;
  isEmbedded: boolean;
  /** Jobs can be given to it: it answers. */
  isReady: boolean;
  /** Jobs that went to it and stayed. */
  jobs: number;
  /** Of those, what came to an end, whatever end it was. */
  ended: number;
  lost: number;
  /** Jobs that it had not named when it went: they were given to the next. */
  left: number;
}

export interface RunInfo {
  id: number;
  function: Wire;
  /** How its jobs are spread; null where they go to one server. */
  how: SpreadHow | null;
  servers: RunServer[];
  background: boolean;
  rate: number;
  concurrency: number;
  /** Name of the file of rows. */
  rows: string | null;
  state: RunState;
  /** How much of the file was looked through before anything was sent. */
  checked: { rows: number; bytes: number; size: number } | null;
  total: number | null;
  counts: RunCounts;
  startedAt: number;
  endedAt: number | null;
  /** Time from the first job that was sent to the end of the last one. */
  duration: number;
  /** Jobs that ended well, per second. */
  throughput: number;
  /**
   * `total` is from when a job was to be sent, not from when it was: a generator that comes late hides nothing. Waiting, running and
   * return are known of the embedded server alone, `accepted` is how long the server took to name the job.
   */
  stages: Record<Stage, StageSummary | null>;
  /** How much later than it should have been the latest job was sent. */
  late: number;
  /** Why it ended early, or could not begin. */
  problem: Failure | null;
  /** What the first job that failed or was refused was told. */
  firstFailure: string | null;
}
