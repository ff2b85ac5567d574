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

/** Time for which batches are taken in at once, ms; between two slices the event loop serves the sockets. */
const SLICE = 4;

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
  const take = (news: ReadNews) => {
    so = news.so;
    if (news.news === 'batch') {
      onPackets(news.batch);
      order(news.batch.memory);
    } else if (news.failure === null) resolve(so);
    else reject(errorOf(news.failure));
    onProgress(so);
  };
  /** What has come and was not taken in: a thread's messages come all in one turn. */
  const waiting: ReadNews[] = [];
  const takeSome = () => {
    const until = performance.now() + SLICE;
    while (!signal.aborted && performance.now() < until) {
      const next = waiting.shift();
      if (next === undefined) return;
      take(next);
    }
    if (waiting.length > 0 && !signal.aborted) setImmediate(takeSome);
  };
  thread.on('message', (news: ReadNews) => {
    waiting.push(news);
    if (waiting.length === 1) setImmediate(takeSome);
  });
  thread.on('error', reject);
  thread.on('exit', () => {
    const isDone = waiting.some(({ news }) => news === 'ended');
    if (!isDone) reject(new Error('The thread that reads a capture file is gone.'));
  });
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return promise;
}

const errorOf = ({ code, message, details }: Failure): Error =>
  code === 'internal' ? new Error(message) : new AppError(code, message, details);
