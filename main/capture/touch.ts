import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureRing } from './ring.ts';

/** The program's start goes before, ms. */
const AFTER = 2000;

/** Between two pieces of memory, of which one takes less than a millisecond. */
const PAUSE = 2;

/**
 * Takes all memory of the ring from the system piece by piece, until the signal: what is written to for the first time has to
 * wait for it, which packets at full load should not.
 */
export async function touchBeforehand(ring: CaptureRing, signal: AbortSignal): Promise<void> {
  await sleep(AFTER, undefined, { ref: false });
  while (!signal.aborted && ring.touch()) await sleep(PAUSE, undefined, { ref: false });
}
