import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureRing } from '../capture/ring.ts';
import { BatchBuilder, type BatchParts } from './batch.ts';
import type { FileTarget, Written } from './file-writer.ts';
import { WriterThread } from './write-apart.ts';

/** How often what has come is written, ms. */
const EVERY = 100;

export interface RecordParts extends BatchParts {
  ring: CaptureRing;
  target: FileTarget & Required<Pick<FileTarget, 'recording'>>;
  signal: AbortSignal;
  /** Told of how far it is, and of packets that were forgotten before they could be written. */
  onProgress: (written: Written, missed: number) => void;
}

/**
 * Writes each packet that comes from now on to a file, until the signal. Resolves when the last one has been written. Throws
 * `file-unwritable`.
 */
export async function recordPackets(parts: RecordParts): Promise<void> {
  const { ring, signal, target, onProgress } = parts;
  const thread = new WriterThread(target);
  let seq = ring.next;
  let missed = 0;
  for (;;) {
    const ended = signal.aborted;
    if (seq < ring.first) {
      missed += ring.first - seq;
      seq = ring.first;
    }
    const batch = new BatchBuilder(parts, thread.memory());
    for (; seq < ring.next; seq += 1) {
      const entry = ring.get(seq);
      if (entry !== undefined && !batch.add(entry)) break;
    }
    if (batch.count > 0) await thread.send(batch.take());
    onProgress(thread.written, missed);
    if (seq < ring.next) continue;
    if (ended) break;
    await sleep(EVERY, undefined, { signal }).catch(() => {});
  }
  onProgress(await thread.end(), missed);
}
