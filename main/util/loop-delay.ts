import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often it is looked, and how long a period of looking is, ms. */
const EVERY = 10;
const PERIOD = 5000;

export interface LoopDelay {
  /** The 99th percentile of the last one to two periods, ms: how long what came had to wait for the thread. */
  readonly p99: number;
  close(): void;
}

/** Watches how responsive the main thread is. */
export function watchLoopDelay(): LoopDelay {
  let [older, newer] = [monitorEventLoopDelay({ resolution: EVERY }), monitorEventLoopDelay({ resolution: EVERY })];
  older.enable();
  const timer = setInterval(() => {
    [older, newer] = [newer, older];
    newer.reset();
    newer.enable();
  }, PERIOD).unref();
  return {
    get p99() {
      const watched = older.count > 0 ? older : newer;
      return watched.count === 0 ? 0 : Math.max(0, watched.percentile(99) / 1e6 - EVERY); // it counts the wait itself too
    },
    close() {
      clearInterval(timer);
      older.disable();
      newer.disable();
    },
  };
}
