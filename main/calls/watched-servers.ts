import type { WatchedFunction, WatchedServer } from '../exporter/watched.ts';
import type { FunctionColumns } from '../protocol/tables.ts';
import type { Attached } from '../upstream/attach.ts';

/** An attached server as the exporter tells of it. */
export function watchedAttached(address: string, attached: Attached): WatchedServer {
  const { state, version, echo, countedAt, counts } = attached.state;
  return {
    address,
    up: state === 'running',
    version,
    echo: echo?.milliseconds ?? null,
    failures: attached.failures,
    countedAt,
    counts,
    functions: rowsOf(attached.functions),
  };
}

function* rowsOf({ count, names, queued, running, workers, waiting }: FunctionColumns): Generator<WatchedFunction> {
  for (let row = 0; row < count; row += 1)
    yield {
      name: names[row] as string,
      queued: queued[row] as number,
      running: running[row] as number,
      workers: workers[row] as number,
      waiting: waiting && {
        high: waiting.high[row] as number,
        normal: waiting.normal[row] as number,
        low: waiting.low[row] as number,
      },
    };
}
