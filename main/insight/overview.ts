import type { FunctionRow } from '../contract/functions.ts';
import type { Overview } from '../contract/overview.ts';
import type { ServerCounts } from '../contract/servers.ts';
import { AT_WORK } from '../contract/workers.ts';
import type { FunctionColumns } from '../protocol/tables.ts';

type Counted = 'finished' | 'failed' | 'failures' | 'packetsPerSecond' | 'loopDelay' | 'jobs' | 'ran';

export interface OverviewFacts extends Pick<Overview, Counted | 'connections'> {
  functions: readonly FunctionRow[];
}

/** A server that is on. */
export interface ServerFigures {
  id: string;
  /** Null where it cannot be asked. */
  counts: ServerCounts | null;
  functions: FunctionColumns | undefined;
  /** Whether all is seen that happens to its jobs. */
  tellsJobs: boolean;
  oldestWait: Overview['oldestWait'];
}

/** The figures of several servers, as far as they tell. `counted` is of those that tell of their jobs. */
export function overviewOfServers(servers: readonly ServerFigures[], counted: Pick<Overview, Counted>): Overview {
  const there = servers.filter(({ counts }) => counts !== null);
  const telling = there.filter(({ tellsJobs }) => tellsJobs);
  const clear = there.filter(({ functions }) => functions?.tellsWorkers !== false);
  const sum = (of: (counts: ServerCounts) => number, among = there) =>
    among.reduce((total, { counts }) => total + (counts === null ? 0 : of(counts)), 0);
  const connected = there.filter(({ counts }) => counts?.connections !== null);
  const isTold = servers.some(({ tellsJobs }) => tellsJobs);
  const [oldest = null] = telling.flatMap(({ oldestWait }) => oldestWait ?? []).sort((a, b) => a.since - b.since);
  return {
    finished: isTold ? counted.finished : null,
    failed: isTold ? counted.failed : null,
    failures: isTold ? counted.failures : null,
    packetsPerSecond: isTold ? counted.packetsPerSecond : null,
    jobs: isTold ? counted.jobs : null,
    ran: counted.ran,
    loopDelay: counted.loopDelay,
    countsOnly: there.filter(({ tellsJobs }) => !tellsJobs).map(({ id }) => id),
    away: servers.filter(({ counts }) => counts === null).map(({ id }) => id),
    waiting: sum(({ queued }) => queued),
    queued: prioritiesOf(there),
    running: clear.length === 0 && there.length > 0 ? null : sum(({ running }) => running, clear),
    workers: clear.length === 0 && there.length > 0 ? null : sum(({ workers }) => workers, clear),
    connections: connected.length === 0 && there.length > 0 ? null : sum(({ connections }) => connections ?? 0),
    oldestWait: oldest,
  };
}

function prioritiesOf(servers: readonly ServerFigures[]): Overview['queued'] {
  const sums = { high: 0, normal: 0, low: 0 };
  for (const { functions } of servers) {
    if (functions?.waiting == null) return null;
    for (const priority of ['high', 'normal', 'low'] as const)
      for (let row = 0; row < functions.count; row += 1) sums[priority] += functions.waiting[priority][row] as number;
  }
  return sums;
}

/** The figures of the first server, from its functions and from what was counted. */
export function overview({ functions, ...counted }: OverviewFacts): Overview {
  const sum = (of: (row: FunctionRow) => number) => functions.reduce((total, row) => total + of(row), 0);
  const [oldest] = functions
    .filter((row) => row.waitingSince !== null)
    .sort((a, b) => (a.waitingSince as number) - (b.waitingSince as number));
  const queued = {
    high: sum((row) => row.queued.high),
    normal: sum((row) => row.queued.normal),
    low: sum((row) => row.queued.low),
  };
  return {
    ...counted,
    countsOnly: [],
    away: [],
    waiting: queued.high + queued.normal + queued.low,
    queued,
    running: sum((row) => row.running),
    workers: sum((row) => liveWorkers(row)),
    oldestWait:
      oldest === undefined
        ? null
        : { since: oldest.waitingSince as number, function: oldest.name, hasWorker: liveWorkers(oldest) > 0 },
  };
}

/** Workers that are connected now, ours and others'. */
const liveWorkers = ({ workers, outside }: FunctionRow): number =>
  outside.length + workers.filter(({ state }) => AT_WORK.includes(state)).length;
