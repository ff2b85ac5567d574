import { Session } from 'node:inspector';

/** From so many things on their going is worth a look; they have gone when this share is left. */
const MANY = 20_000;
const SHARE = 1 / 8;
/** How often it is looked, ms, and the share of that time that the thread may have been busy. */
const EVERY = 1000;
const BUSY = 0.2;

export interface ShrinkParts {
  /** How many things there are. */
  size: () => number;
  /** The share of time in which the thread was busy since this was last asked. */
  busy?: () => number;
  collect?: () => void;
}

/**
 * Gives memory back after a flood: V8 does not collect in a process that has nothing to do, so that a queue worked off hours
 * ago would still take what it took at its longest. Returns what ends it.
 */
export function shrinkWhenEmptied({ size, busy = utilization(), collect = collectGarbage }: ShrinkParts): () => void {
  let most = 0;
  const timer = setInterval(() => {
    const now = size();
    const share = busy();
    most = Math.max(most, now);
    if (most < MANY || now > most * SHARE || share > BUSY) return;
    most = now;
    collect();
  }, EVERY).unref();
  return () => clearInterval(timer);
}

function utilization(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const since = performance.eventLoopUtilization(now, before);
    before = now;
    return since.utilization;
  };
}

/** The inspector's way also gives back what `gc` leaves for later, and needs no flag. */
function collectGarbage(): void {
  const session = new Session();
  session.connect();
  // Not in the answer itself: V8 gives it under a lock that the end of a session waits for, and would wait for ever.
  session.post('HeapProfiler.collectGarbage', () => setImmediate(() => session.disconnect()));
}
