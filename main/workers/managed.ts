import type { WorkerInfo } from '../contract/workers.ts';

/** A worker as its supervisor has it. */
export interface Managed {
  readonly state: WorkerInfo;
  /** Ends what it does and leaves the servers. Resolves when both are done. */
  stop(): Promise<void>;
  /** The same at once and without grace. */
  kill(): Promise<void>;
  /** Takes no more jobs and finishes what it has. */
  quiet(): void;
  /** Takes jobs again, after `quiet`, a pause or too many failures. */
  resume(): void;
  /** Ends the job that it does. */
  killJob(): void;
  /**
   * Leaves servers where workers of ours may not be any more; a job that a command does is finished first. A program is ended, and
   * started for the servers that are left: what it does at a server elsewhere nobody tells.
   */
  leaveShut(): void;
}

/** What is told of a worker that has just been made; `name` is its client id, as on the wire. */
export function newInfo(name: string, speaks: WorkerInfo['speaks']): WorkerInfo {
  const now = Date.now();
  return {
    name,
    speaks,
    state: 'starting',
    since: now,
    until: null,
    startedAt: now,
    handle: null,
    server: null,
    done: 0,
    failed: 0,
    pid: null,
    connection: null,
    links: [],
    held: null,
    lastFailure: null,
  };
}
