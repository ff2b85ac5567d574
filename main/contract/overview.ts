/** Figures of all parts, and what this program is. */
import type { Failure } from './errors.ts';
import type { Priority } from './jobs.ts';
import type { Wire } from './keys.ts';

export interface Overview {
  /** Jobs that ended well in the last minute, and the median of the five minutes before. */
  finished: { lastMinute: number; median: number };
  queued: Record<Priority, number>;
  running: number;
  workers: number;
  /** Jobs that failed in the last five minutes, and their function if it is one. */
  failed: { count: number; function: Wire | null };
  oldestWait: { since: number; function: Wire; hasWorker: boolean } | null;
  packetsPerSecond: number;
  /** How long what came had to wait for the server's thread, 99th percentile of the last seconds, ms. */
  loopDelay: number;
  connections: number;
  /** Jobs of any kind since the application was started. */
  jobs: number;
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
