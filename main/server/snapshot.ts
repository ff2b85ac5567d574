import type { Priority } from '../contract/jobs.ts';
import { addressOf } from '../net/dial.ts';
import type { Registry } from './registry.ts';
import { PRIORITIES } from './state.ts';

/** A function as the server has it now. */
export interface QueueSnapshot {
  readonly name: string;
  readonly queued: Record<Priority, number>;
  readonly running: number;
  /** When the job at the head of each list that is not empty was submitted, ms. */
  readonly heads: readonly number[];
  readonly workers: readonly { connection: number; clientId: string; address: string }[];
}

/** Plain copies of all connections that registered for something, in the order of their coming. */
export const workersOf = (registry: Registry) =>
  [...registry.peers.values()]
    .filter(({ abilities }) => abilities.length > 0)
    .map(({ id, clientId, address, port, functions, assigned, sleeping, hidden, done, failed }) => ({
      connection: id,
      clientId,
      address: addressOf({ host: address, port }),
      port,
      done,
      failed,
      functions,
      handles: [...assigned].map(({ handle }) => handle),
      sleeping,
      hidden: hidden(),
    }));

/** How many jobs wait for a worker, but for those of functions that are none of the person's. */
export function waitingIn(registry: Registry, isHidden: (name: string) => boolean): number {
  let waiting = 0;
  for (const { name, total, running } of registry.functions.values())
    if (total > running && !isHidden(name)) waiting += total - running;
  return waiting;
}

/** The job that waits longest, but for those of functions that are none of the person's; undefined where none waits. */
export function oldestIn(registry: Registry, isHidden: (name: string) => boolean) {
  let oldest: { since: number; function: string; hasWorker: boolean } | undefined;
  for (const { name, total, running, queued, workers } of registry.functions.values()) {
    if (total === running || isHidden(name)) continue;
    for (const priority of PRIORITIES) {
      const since = queued[priority].head?.submittedAt;
      if (since !== undefined && since < (oldest?.since ?? Number.POSITIVE_INFINITY))
        oldest = { since, function: name, hasWorker: workers.peers.size > 0 };
    }
  }
  return oldest;
}

/** Functions with jobs that have not ended, but for those that are none of the person's. */
export function busyIn(registry: Registry, isHidden: (name: string) => boolean) {
  const busy: { name: string; queued: number; running: number }[] = [];
  for (const { name, total, running } of registry.functions.values())
    if (total > 0 && !isHidden(name)) busy.push({ name, queued: total - running, running });
  return busy;
}

/** How many jobs that somebody still wants wait for a worker and are not on disk. */
export function unkeptIn(registry: Registry, isHidden: (name: string) => boolean): number {
  let unkept = 0;
  for (const job of registry.jobs.values())
    if (job.worker === undefined && job.keptAs === 0 && !job.ignored && !isHidden(job.functionName)) unkept += 1;
  return unkept;
}

/** Plain copies of all functions, for questions that other parts ask. */
export function snapshotOf(registry: Registry): QueueSnapshot[] {
  return [...registry.functions.values()].map(({ name, queued, waiting, running, workers }) => ({
    name,
    queued: waiting,
    running,
    heads: PRIORITIES.flatMap((priority) => queued[priority].head?.submittedAt ?? []),
    workers: [...workers.peers].map(({ id, clientId, address, port }) => ({
      connection: id,
      clientId,
      address: addressOf({ host: address, port }),
    })),
  }));
}
