import type { ManagedCrew, OutsideWorkerRow, Wire, WorkersView } from '../contract/model.ts';

/** A registered connection as the server has it now. */
export interface RegisteredWorker extends Omit<OutsideWorkerRow, 'lastPacketAt'> {
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
  const own = new Set<Wire>(managed.flatMap(({ workers }) => workers.map(({ name }) => name)));
  return {
    managed: managed.toSorted((a, b) => (a.function < b.function ? -1 : 1)),
    outside: registered
      .filter(({ clientId, hidden }) => !hidden && !own.has(clientId))
      .map(({ hidden: _, ...worker }) => ({ ...worker, lastPacketAt: heardAt(worker.connection) || null })),
  };
}
