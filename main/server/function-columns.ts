import type { FunctionColumns } from '../protocol/tables.ts';
import type { Registry } from './registry.ts';

/** A server of ours in the columns that other servers are read into, but for functions that are none of the person's. */
export function columnsOf(registry: Registry, version: number, isHidden: (name: string) => boolean): FunctionColumns {
  const functions = [...registry.functions.values()].filter(({ name }) => !isHidden(name));
  const column = (of: (each: (typeof functions)[number]) => number) => Uint32Array.from(functions, of);
  return {
    count: functions.length,
    names: functions.map(({ name }) => name),
    queued: column(({ total, running }) => total - running),
    running: column(({ running }) => running),
    workers: column(({ workers }) => workers.peers.size),
    waiting: {
      high: column(({ waiting }) => waiting.high),
      normal: column(({ waiting }) => waiting.normal),
      low: column(({ waiting }) => waiting.low),
    },
    tellsWorkers: true,
    version,
  };
}
