import { setImmediate as nextRound } from 'node:timers/promises';
import type { ServerDraft } from '../contract/servers.ts';
import { isOfProof } from '../doctor/proof/server.ts';
import { addressOf } from '../net/dial.ts';
import type { FunctionColumns, WorkerConnection } from '../protocol/tables.ts';
import { functionColumns } from '../server/function-columns.ts';
import type { ServerHost } from '../server/host.ts';
import { workersOf } from '../server/snapshot.ts';
import { now } from '../util/clock.ts';
import { SERVER_VERSION } from '../util/version.ts';
import type { Served, ServedState } from './served.ts';

/** What a server of ours has is counted again after so long, ms. */
const COUNTED_EVERY = 250;

/** A server of our own in the list. `keeps` is set of the first one, which is started and stopped by calls of its own. */
export function servedEmbedded(host: ServerHost, { keeps }: { keeps: boolean }): Served {
  let columns: FunctionColumns | undefined;
  let workers: readonly WorkerConnection[] = [];
  let countedAt = Number.NEGATIVE_INFINITY;

  function look(): void {
    const registry = host.broker?.registry;
    if (registry === undefined) {
      columns = undefined;
      workers = [];
      return;
    }
    if (now() - countedAt < COUNTED_EVERY && columns !== undefined) return;
    countedAt = now();
    columns = functionColumns(registry, isOfProof, columns);
    workers = workersOf(registry)
      .filter(({ functions, hidden }) => !hidden && !functions.some(isOfProof))
      .map(({ connection, address, clientId, functions }) => ({ connection, address, clientId, functions }));
  }

  const served: Served = {
    get state(): ServedState {
      look();
      const { state, addresses, port, run, echo, failure } = host.status;
      return {
        state,
        address: addresses[0] ?? addressOf({ host: '127.0.0.1', port }),
        run,
        echo,
        version: SERVER_VERSION,
        startedAt: columns === undefined ? null : run,
        counts:
          columns === undefined
            ? null
            : { ...countsOf(columns), workers: workers.length, connections: host.connections },
        countedAt: columns === undefined ? null : countedAt,
        failure,
        retryAt: null,
        unknown: [],
      };
    },
    get target() {
      return host.target;
    },
    get console() {
      return host.target;
    },
    get functions() {
      look();
      return columns;
    },
    get workers() {
      look();
      return workers;
    },
    host,
    attached: undefined,
    adopts: (server: ServerDraft) =>
      keeps || (server.on && server.kind === 'embedded' && server.port === host.status.port),
    retry: () => void host.start(),
    async close() {
      if (keeps) return;
      await nextRound(); // a start that goes on is waited for
      await host.stop();
    },
  };
  if (!keeps) void host.start();
  return served;
}

/** Sums of all functions, but for workers and connections. */
function countsOf({ count, queued, running, workers }: FunctionColumns) {
  const sum = (column: Uint32Array) => column.reduce((total, each) => total + each, 0);
  let stuck = 0;
  for (let row = 0; row < count; row += 1) if ((queued[row] as number) > 0 && workers[row] === 0) stuck += 1;
  return { functions: count, queued: sum(queued), running: sum(running), stuck };
}
