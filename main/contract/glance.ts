import type { Wire } from './keys.ts';
import type { ServerStatus } from './server.ts';

/** Functions that the tray's menu names. */
export const GLANCE_QUEUES = 8;

/** What is seen of everything without a window: in the tray. */
export interface Glance {
  server: ServerStatus['state'];
  /** Where clients reach the server, or would. */
  address: string;
  /** Jobs that wait, and that workers have. */
  queued: number;
  running: number;
  /** Functions with such jobs, those with the most waiting first; GLANCE_QUEUES of them at most. */
  queues: { name: Wire; queued: number; running: number }[];
  /** Functions whose next job waits and does not go on by itself. */
  stuck: { name: Wire; queued: number }[];
  /** The function of the job that the person submitted last, if it can be submitted again. */
  last: Wire | null;
}

/** What would end with the program, each thing counted. */
export interface Ending {
  /** Where the server listens; null where it does not run. */
  server: string | null;
  /** Workers of ours, jobs that any workers have, and jobs that wait and are nowhere but in memory. */
  workers: number;
  running: number;
  lost: number;
  /** Many jobs are being submitted; packets are being recorded; a step of a plan is being done. */
  batch: boolean;
  recording: boolean;
  step: boolean;
}

/** Something that a person should know who does not look, told once for all that came at a time. */
export interface Notice {
  kind: 'failed' | 'waiting';
  /** Jobs that failed, or that wait without anybody who takes them. */
  jobs: number;
  /** Their functions, those with the most first, and whether there are others. */
  functions: Wire[];
  more: boolean;
}
