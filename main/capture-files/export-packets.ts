import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CaptureRing } from '../capture/ring.ts';
import { BatchBuilder, type BatchParts } from './batch.ts';
import type { FileTarget, Written } from './file-writer.ts';
import { WriterThread } from './write-apart.ts';

/** Time that copying packets may take at once, ms; between two slices the event loop serves the sockets. */
const SLICE = 4;
/** Packets between two looks at the clock. */
const CLOCK_EVERY = 64;

export interface ExportParts extends BatchParts {
  ring: CaptureRing;
  /** Numbers of the packets, in order. Those that were forgotten meanwhile are left out. */
  numbers: Iterable<number>;
  target: FileTarget;
  signal: AbortSignal;
  onProgress: (written: Written) => void;
}

/** Numbers of all packets that are held now; a list of millions would take longer than a slice to be made. */
export const heldNumbers = ({ first, next }: CaptureRing): Iterable<number> & { readonly length: number } => ({
  length: next - first,
  *[Symbol.iterator]() {
    for (let seq = first; seq < next; seq += 1) yield seq;
  },
});

/**
 * Writes packets of the capture to a file, which is there when it is whole. Resolves with what was written, or with null where
 * it was ended by the signal; then there is no file. Throws `file-unwritable`.
 */
export async function exportPackets(parts: ExportParts): Promise<Written | null> {
  const { ring, target, signal, onProgress } = parts;
  const thread = new WriterThread(target);
  const numbers = parts.numbers[Symbol.iterator]();
  let batch = new BatchBuilder(parts);
  let until = performance.now() + SLICE;
  let { value: seq, done } = numbers.next();
  while (!done) {
    if (signal.aborted) {
      await thread.cancel();
      return null;
    }
    let full = false;
    for (let count = 1; !done; count += 1) {
      const entry = ring.get(seq as number);
      full = entry !== undefined && !batch.add(entry);
      if (full) break;
      ({ value: seq, done } = numbers.next());
      if (count % CLOCK_EVERY === 0 && performance.now() > until) break;
    }
    if (full || done) {
      await thread.send(batch.take());
      batch = new BatchBuilder(parts, thread.memory());
      onProgress(thread.written);
    }
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE;
  }
  const written = await thread.end();
  onProgress(written);
  return written;
}
