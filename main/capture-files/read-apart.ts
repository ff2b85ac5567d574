import type { Worker } from 'node:worker_threads';
import { AppError, type Failure } from '../contract/errors.ts';
import { startThread } from '../util/thread.ts';
import { isUsual, type PacketBatch } from './batch.ts';
import type { ReadNews, ReadOrder, ReadSoFar } from './file-reader-thread.ts';

export interface ReadParts {
  path: string;
  /** Takes packets in; their memory is used again when it returns. */
  onPackets: (batch: PacketBatch) => void;
  onProgress: (so: ReadSoFar) => void;
  signal: AbortSignal;
}

/**
 * Reads a capture file in a thread of its own. Resolves when the file has been read, or the signal ended that, with how far it
 * came. Throws `file-missing`, `file-unreadable`, `capture-foreign` or `capture-damaged`, after all that could be read has
 * been told.
 */
export function readApart({ path, onPackets, onProgress, signal }: ReadParts): Promise<ReadSoFar> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadSoFar>();
  let so: ReadSoFar = { size: 0, read: 0, frames: 0, packets: 0, connections: 0, unknownLinks: 0 };
  const thread: Worker = startThread('file-reader-thread', import.meta.url, path);
  const end = () => {
    void thread.terminate();
    resolve(so);
  };
  const order = (memory: ArrayBuffer) => {
    const used = isUsual(memory) ? memory : null;
    thread.postMessage({ memory: used } satisfies ReadOrder, used === null ? [] : [used]);
  };
  thread.on('message', (news: ReadNews) => {
    if (signal.aborted) return;
    so = news.so;
    if (news.news === 'batch') {
      onPackets(news.batch);
      order(news.batch.memory);
    } else if (news.failure === null) resolve(so);
    else reject(errorOf(news.failure));
    onProgress(so);
  });
  thread.on('error', reject);
  thread.on('exit', () => reject(new Error('The thread that reads a capture file is gone.')));
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return promise;
}

const errorOf = ({ code, message, details }: Failure): Error =>
  code === 'internal' ? new Error(message) : new AppError(code, message, details);
