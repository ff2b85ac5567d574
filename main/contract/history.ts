/** What crosses of how the figures of the server were over the last minutes. */
import { z } from 'zod';
import { OnServers, Wire } from './keys.ts';

/** How far the chart goes back, minutes. */
export const HISTORY_MINUTES = [5, 15, 60] as const;
export const HistoryMinutes = z.literal(HISTORY_MINUTES);
export type HistoryMinutes = z.output<typeof HistoryMinutes>;

/** Functions that may be asked for at once. */
const FUNCTIONS_MOST = 500;

/** Spans that the line of a function has, and how long each of them is, s: five minutes. */
export const LINE_SPANS = 60;
export const LINE_SPAN_SECONDS = 5;

export const HistoryQuery = z.object({
  minutes: HistoryMinutes,
  /** Those whose lines are wanted. */
  functions: z.array(Wire).max(FUNCTIONS_MOST).default([]),
  servers: OnServers,
});
export type HistoryQuery = z.output<typeof HistoryQuery>;

export interface History {
  /** The chart's first and last second, since the epoch. It begins no sooner than the program, and is a minute long at least. */
  from: number;
  until: number;
  /** Of each point, oldest first: its second, jobs that ended in the minute up to it, and jobs that waited then. */
  at: Float64Array;
  done: Uint32Array;
  failed: Uint32Array;
  queued: Uint32Array;
  /**
   * For each function that was asked for: jobs that ended, well or not, in each span of time, oldest first. The span that has
   * only begun is among them once it has as many as the one before it.
   */
  lines: Uint32Array[];
}
