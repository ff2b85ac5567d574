import { columnsOf, type FunctionColumns } from '../protocol/tables.ts';
import type { Registry } from './registry.ts';

/**
 * A server of ours in the columns that other servers are read into, but for functions that are none of the person's. `before`
 * are those of the last time.
 */
export function functionColumns(
  registry: Registry,
  isHidden: (name: string) => boolean,
  before: FunctionColumns | undefined,
): FunctionColumns {
  const functions = [...registry.functions.values()].filter(({ name }) => !isHidden(name));
  const figures = functions.map(({ name, total, running, waiting, workers }) => ({
    name,
    queued: total - running,
    waiting,
    running,
    workers: workers.peers.size,
  }));
  return columnsOf(figures, before);
}
