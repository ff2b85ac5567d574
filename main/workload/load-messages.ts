/** What is said between the thread that sends many jobs and the one that has the sockets of the server. */
import type { Failure } from '../contract/errors.ts';
import type { RunCounts, RunState, Stage, StageSummary } from '../contract/runs.ts';
import type { Target } from '../net/dial.ts';
import type { Making } from './jobs-of.ts';
import type { LoadPlan } from './load.ts';

export interface LoadOrder {
  plan: LoadPlan;
  making: Making;
  target: Target;
  /** Bytes of the file of rows. */
  size: number;
}

export interface LoadNews {
  state: RunState;
  checked: { rows: number; bytes: number; size: number } | null;
  total: number | null;
  counts: RunCounts;
  duration: number;
  stages: Record<Stage, StageSummary | null>;
  late: number;
  problem: Failure | null;
  firstFailure: string | null;
}

/** Facts are two times for each handle: assigned, ended. */
export type LoadWish = { do: 'cancel' } | { do: 'tell'; handles: string[]; times: Float64Array };
