import type { FunctionRow } from '../contract/functions.ts';
import type { Overview } from '../contract/overview.ts';
import { AT_WORK } from '../contract/workers.ts';

export interface OverviewFacts
  extends Pick<Overview, 'finished' | 'failed' | 'packetsPerSecond' | 'loopDelay' | 'connections' | 'jobs' | 'ran'> {
  functions: readonly FunctionRow[];
}

/** The figures of the whole server, from its functions and from what was counted. */
export function overview({ functions, ...counted }: OverviewFacts): Overview {
  const sum = (of: (row: FunctionRow) => number) => functions.reduce((total, row) => total + of(row), 0);
  const [oldest] = functions
    .filter((row) => row.waitingSince !== null)
    .sort((a, b) => (a.waitingSince as number) - (b.waitingSince as number));
  return {
    ...counted,
    queued: {
      high: sum((row) => row.queued.high),
      normal: sum((row) => row.queued.normal),
      low: sum((row) => row.queued.low),
    },
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
