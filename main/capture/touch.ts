import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureRing } from './ring.ts';

/** Packets that tell that there will be many: a program that is not talked to takes no memory for them. */
const MANY = 20_000;

/** Between two looks whether so many have come, ms. */
const LOOK_EVERY = 250;

/** Between two pieces of memory, of which one takes less than a millisecond. */
const PAUSE = 2;

/**
 * Takes all memory of the ring from the system piece by piece, from many packets on and until the signal: what is written to for the
 * first time has to wait for it, which packets at full load should not.
 */
export async function touchBeforehand(ring: CaptureRing, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && ring.next < MANY) await sleep(LOOK_EVERY, undefined, { ref: false });
  while (!signal.aborted && ring.touch()) await sleep(PAUSE, undefined, { ref: false });
}
