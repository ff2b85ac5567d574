import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureRing } from './ring.ts';

/** Between two pieces of memory, of which one takes less than a millisecond. */
const PAUSE = 2;

/**
 * Takes all memory of the ring from the system piece by piece, until the signal: what is written to for the first time has to
 * wait for it, which packets at full load should not.
 */
export async function touchBeforehand(ring: CaptureRing, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && ring.touch()) await sleep(PAUSE, undefined, { ref: false });
}
