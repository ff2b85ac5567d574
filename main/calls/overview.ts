import type { Handlers } from '../contract/api.ts';
import type { FunctionRow } from '../contract/functions.ts';
import { repeatedAmong, toldTwice } from '../contract/same-server.ts';
import { LOCAL } from '../contract/servers.ts';
import { isOfProof } from '../doctor/proof/server.ts';
import type { JobHistory } from '../insight/history.ts';
import { overview, overviewOfServers, type ServerFigures } from '../insight/overview.ts';
import { oldestIn, waitingIn } from '../server/snapshot.ts';
import { now } from '../util/clock.ts';
import type { Rate } from '../util/rate.ts';
import { asRows } from './same-server.ts';
import type { ListedServer, ServerCalls } from './servers.ts';

export interface OverviewCallsParts {
  servers: () => ServerCalls['all'];
  /** Functions of the first server, with what the workspace knows of them. */
  rows: () => readonly FunctionRow[];
  history: JobHistory;
  /** Packets of each server. */
  packets: ReadonlyMap<string, Rate>;
  loopDelay: () => number;
}

/** Figures of one server, of several or of all. */
export function overviewCalls({ servers, rows, history, packets, loopDelay }: OverviewCallsParts) {
  const handlers: Pick<Handlers, 'overview.get' | 'overview.history'> = {
    'overview.get': ({ servers: wanted }) => {
      const all = servers();
      const listed = [...all.keys()].filter((id) => wanted?.includes(id) ?? true);
      const rowsOf = asRows(all, listed);
      const [repeated, twice] = [repeatedAmong(rowsOf), toldTwice(rowsOf)];
      /** Those that tell of jobs of their own. */
      const ids = listed.filter((id) => !twice.includes(id));
      const counted = {
        finished: history.finishedPerMinute(now(), ids),
        failed: history.failedLately(now(), ids),
        failures: history.failures(ids),
        packetsPerSecond: ids.reduce((sum, id) => sum + (packets.get(id)?.last(1, now(), 1) ?? 0), 0),
        loopDelay: loopDelay(),
        jobs: history.jobs(ids),
        ran: history.ran(ids),
      };
      if (listed.length === 1 && listed[0] === LOCAL)
        return overview({ functions: rows(), connections: all.get(LOCAL)?.served?.host?.connections ?? 0, ...counted });
      const figures = listed
        .filter((id) => !repeated.has(id))
        .flatMap((id) => figuresOf(id, all.get(id) as ListedServer) ?? []);
      return overviewOfServers(figures, counted);
    },
    'overview.history': (query) => {
      const all = servers();
      const ids = [...all.keys()].filter((id) => query.servers?.includes(id) ?? true);
      const rowsOf = asRows(all, ids);
      const twice = toldTwice(rowsOf);
      const alike = [...Map.groupBy(rowsOf, ({ same }) => same).values()].map((rows) => rows.map(({ id }) => id));
      return history.history({ ...query, servers: ids.filter((id) => !twice.includes(id)) }, now(), alike);
    },
  };
  return {
    handlers,
    /** Notes how many jobs wait on each server. To be called each second. */
    note() {
      for (const [id, { served }] of servers()) {
        const registry = served?.host?.broker?.registry;
        const queued = registry === undefined ? served?.state.counts?.queued : waitingIn(registry, isOfProof);
        // One of ours that does not run has none; of others it is not known while they cannot be asked.
        if (queued !== undefined || served?.host !== undefined) history.note(id, queued ?? 0, now());
      }
    },
  };
}

/** Undefined of one that is off. */
function figuresOf(id: string, { server, served }: ListedServer): ServerFigures | undefined {
  if (served === undefined || served.state.state === 'stopped') return undefined;
  const registry = served.host?.broker?.registry;
  return {
    id,
    counts: served.state.counts,
    functions: served.state.counts === null ? undefined : served.functions,
    tellsJobs: server.kind !== 'attached',
    oldestWait: (registry && oldestIn(registry, isOfProof)) ?? null,
  };
}
