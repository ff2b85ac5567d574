import type { Entry } from '../capture/ring.ts';
import { BatchBuilder, type BatchParts, type PacketBatch } from '../capture-files/batch.ts';
import { encoderFor } from '../capture-files/encoder.ts';
import type { FileTarget } from '../capture-files/file-writer.ts';
import { WriterThread } from '../capture-files/write-apart.ts';
import type { Output } from './output.ts';
import type { PacketSink } from './packet-sink.ts';

/** What becomes of batches. */
interface BatchTaker {
  send(batch: PacketBatch): Promise<void>;
  end(): Promise<unknown>;
  cancel(): Promise<unknown>;
}

/** Writes packets to a file. Throws `file-unwritable`, at the latest when it ends. */
export const fileSink = (target: FileTarget, parts: BatchParts): PacketSink =>
  new BatchSink(parts, new WriterThread(target));

/** Writes packets to standard output, as pcapng. */
export function outputSink(output: Output, parts: BatchParts): PacketSink {
  const encoder = encoderFor('pcapng');
  const end = () => {
    output.writeBytes(encoder.end());
    return output.flush();
  };
  return new BatchSink(parts, {
    send: (batch) => {
      for (const bytes of encoder.batch(batch)) output.writeBytes(bytes);
      output.writeBytes(encoder.flush());
      return output.flush();
    },
    end,
    cancel: end,
  });
}

class BatchSink implements PacketSink {
  readonly #parts: BatchParts;
  readonly #to: BatchTaker;
  #batch: BatchBuilder;
  #full: PacketBatch[] = [];

  constructor(parts: BatchParts, to: BatchTaker) {
    this.#parts = parts;
    this.#to = to;
    this.#batch = new BatchBuilder(parts);
  }

  packet(entry: Entry): void {
    if (this.#batch.add(entry)) return;
    this.#take();
    this.#batch.add(entry);
  }

  async flush(): Promise<void> {
    if (this.#batch.count > 0) this.#take();
    for (const each of this.#full.splice(0)) await this.#to.send(each);
  }

  async end(): Promise<void> {
    await this.flush();
    await this.#to.end();
  }

  async cancel(): Promise<void> {
    await this.#to.cancel();
  }

  #take(): void {
    this.#full.push(this.#batch.take());
    this.#batch = new BatchBuilder(this.#parts);
  }
}
