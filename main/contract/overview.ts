/** Figures of all parts, and what this program is. */
import { z } from 'zod';
import type { Failure } from './errors.ts';
import type { Priority } from './jobs.ts';
import { OnServers, type Wire } from './keys.ts';

export const OverviewQuery = z.object({ servers: OnServers }).default({ servers: null });

/** Sums over the servers that are meant and on. What none of them tells is null; what some do not tell is without theirs. */
export interface Overview {
  /** Servers that are there and tell counts alone: what became of jobs is without theirs. */
  countsOnly: string[];
  /** Servers that cannot be asked at the moment: all is without theirs. */
  away: string[];
  /** Jobs that ended well in the last minute, and the median of the five minutes before. */
  finished: { lastMinute: number; median: number } | null;
  /** Jobs that wait, and those by priority: null where one of the servers does not tell. */
  waiting: number;
  queued: Record<Priority, number> | null;
  running: number | null;
  workers: number | null;
  /** Jobs that failed in the last five minutes, and their function if it is one. */
  failed: { count: number; function: Wire | null } | null;
  /** Jobs that failed since the application was started. */
  failures: number | null;
  oldestWait: { since: number; function: Wire; hasWorker: boolean } | null;
  packetsPerSecond: number | null;
  /** How long what came had to wait for the server's thread, 99th percentile of the last seconds, ms. */
  loopDelay: number;
  connections: number | null;
  /** Jobs of any kind since the application was started. */
  jobs: number | null;
  /** How long the last jobs of all functions ran, ms. */
  ran: { median: number; p95: number } | null;
}

export interface AppInfo {
  version: string;
  platform: 'darwin' | 'linux' | 'win32' | 'other';
  /** The system's language, as a tag. */
  locale: string;
  electron: string;
  node: string;
  /** It runs with all rights of the machine, and so do the commands that it starts. */
  root: boolean;
  /** Why the profile cannot be written, and the folder that is its stand-in for this session; null where it can. */
  standIn: { problem: Failure; folder: string } | null;
}
