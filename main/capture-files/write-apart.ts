import type { Worker } from 'node:worker_threads';
import { AppError } from '../contract/errors.ts';
import { startThread } from '../util/thread.ts';
import { isUsual, type PacketBatch, UNDER_WAY } from './batch.ts';
import type { FileTarget, Written } from './file-writer.ts';
import type { WriteNews, WriteOrder } from './file-writer-thread.ts';

/** Writes a capture file from a thread of its own, so that neither encoding nor disk is the time of the sockets. */
export class WriterThread {
  readonly #thread: Worker;
  readonly #ended = Promise.withResolvers<Written>();
  readonly #memory: ArrayBuffer[] = [];
  #underWay = 0;
  #room: (() => void) | undefined;
  #failed: Error | undefined;
  written: Written = { packets: 0, bytes: 0, files: 1 };

  constructor(target: FileTarget) {
    this.#ended.promise.catch(() => {}); // told by whoever waits
    this.#thread = startThread('file-writer-thread', import.meta.url, target);
    this.#thread.on('message', (news: WriteNews) => this.#hear(news));
    this.#thread.on('error', (error) => this.#lost(error));
    this.#thread.on('exit', () => this.#lost(new Error('The thread that writes a capture file is gone.')));
  }

  /** Memory of a batch that has been written, to be used again. */
  memory(): ArrayBuffer | undefined {
    return this.#memory.pop();
  }

  /** Resolves when another batch may follow. Throws `file-unwritable`. */
  async send(batch: PacketBatch): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed;
    this.#order({ do: 'batch', batch }, [batch.memory]);
    this.#underWay += 1;
    if (this.#underWay < UNDER_WAY) return;
    await new Promise<void>((resolve) => {
      this.#room = resolve;
    });
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** Resolves when the file is in its place. Throws `file-unwritable`. */
  end(): Promise<Written> {
    this.#order({ do: 'end' });
    return this.#ended.promise;
  }

  /** Resolves when nothing of the file is left, or a recording has its last packet. */
  async cancel(): Promise<void> {
    this.#order({ do: 'cancel' });
    await this.#ended.promise.catch(() => {});
  }

  #order(order: WriteOrder, memory: ArrayBuffer[] = []): void {
    this.#thread.postMessage(order, memory);
  }

  #hear(news: WriteNews): void {
    if (news.news === 'failed') {
      const { code, message, details } = news.failure;
      return this.#lost(new AppError(code, message, details));
    }
    this.written = news.written;
    if (news.news === 'ended') return this.#ended.resolve(news.written);
    if (isUsual(news.memory)) this.#memory.push(news.memory);
    this.#underWay -= 1;
    this.#goOn();
  }

  #lost(error: Error): void {
    this.#failed ??= error;
    this.#ended.reject(this.#failed);
    this.#goOn();
  }

  #goOn(): void {
    this.#room?.();
    this.#room = undefined;
  }
}
