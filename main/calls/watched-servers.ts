import type { JobTotals } from '../exporter/job-totals.ts';
import type { WatchedFunction, WatchedServer } from '../exporter/watched.ts';
import type { FunctionColumns } from '../protocol/tables.ts';
import type { Served } from './served.ts';

/** A server as the exporter tells of it: one of the list, or one that is attached for it alone. */
export function watchedServer(
  { state, functions, attached }: Pick<Served, 'state' | 'functions' | 'attached'>,
  totals?: JobTotals | undefined,
): WatchedServer {
  const { address, version, echo, countedAt, counts } = state;
  return {
    address,
    up: state.state === 'running',
    version,
    echo: echo?.milliseconds ?? null,
    failures: attached?.failures ?? 0,
    countedAt,
    counts,
    functions: functions === undefined ? [] : rowsOf(functions),
    totals,
  };
}

function* rowsOf(columns: FunctionColumns): Generator<WatchedFunction> {
  const { count, names, queued, running, workers, waiting, tellsWorkers } = columns;
  for (let row = 0; row < count; row += 1)
    yield {
      name: names[row] as string,
      queued: queued[row] as number,
      running: tellsWorkers ? (running[row] as number) : null,
      workers: tellsWorkers ? (workers[row] as number) : null,
      waiting: waiting && {
        high: waiting.high[row] as number,
        normal: waiting.normal[row] as number,
        low: waiting.low[row] as number,
      },
    };
}
