import type { Wire } from '../contract/keys.ts';
import type { ManagedCrew, OutsideWorkerRow, WorkersView } from '../contract/workers.ts';

/** A registered connection as the server has it now. */
export interface RegisteredWorker extends Omit<OutsideWorkerRow, 'lastPacketAt'> {
  /** Where it comes from. */
  port: number;
  hidden: boolean;
}

/**
 * The workers that are ours, and beside them every connection that registered for something and is nobody of ours.
 * `heardAt` tells when a connection last spoke.
 */
export function workersView(
  managed: readonly ManagedCrew[],
  registered: readonly RegisteredWorker[],
  heardAt: (connection: number) => number | undefined,
): WorkersView {
  const workers = managed.flatMap((crew) => crew.workers);
  const own = new Set<Wire>(workers.map(({ name }) => name));
  const programs = new Set(workers.map(({ connection }) => connection));
  return {
    managed: managed.toSorted((a, b) => (a.function < b.function ? -1 : 1)),
    outside: registered
      .filter(({ clientId, connection, hidden }) => !hidden && !own.has(clientId) && !programs.has(connection))
      .map(({ hidden: _, port: __, ...worker }) => ({ ...worker, lastPacketAt: heardAt(worker.connection) || null })),
  };
}
