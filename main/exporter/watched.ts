import type { ServerCounts } from '../contract/servers.ts';
import type { JobTotals } from './job-totals.ts';

/** A function as a job server has it now. */
export interface WatchedFunction {
  /** As on the wire. */
  name: string;
  /** Jobs that do not run. */
  queued: number;
  /** Null where the server does not tell. */
  running: number | null;
  /** Registrations, free or not; null where the server does not tell. */
  workers: number | null;
  /** Jobs that wait by priority; null where the server does not tell. */
  waiting: { high: number; normal: number; low: number } | null;
}

/** A job server as it is at the moment of a scrape. */
export interface WatchedServer {
  /** What it goes by in labels. */
  address: string;
  /** Whether it answered the last time that it was asked. */
  up: boolean;
  version: string | null;
  /** The last echo's round trip, ms. */
  echo: number | null;
  /** How often it could not be asked, since it is watched. */
  failures: number;
  /** When the counts were true, ms since the epoch. */
  countedAt: number | null;
  counts: ServerCounts | null;
  functions: Iterable<WatchedFunction>;
  /** What has become of its jobs; only of a server whose packets are seen. */
  totals?: JobTotals | undefined;
}
