import { BatchBuilder, type PacketBatch } from '../batch.ts';
import type { Conversation, Found } from './conversation.ts';
import { JobFunctions } from './job-functions.ts';

export interface FoundBatchesParts {
  /** Takes a batch that is full. */
  onFull: (batch: PacketBatch) => void;
  /** Memory of a batch that has been read, to be used again. */
  memory?: () => ArrayBuffer | undefined;
}

/** Puts what is found in a capture file into batches, numbered from 0. */
export class FoundBatches {
  readonly #parts: FoundBatchesParts;
  readonly #functions = new JobFunctions();
  /** By number, the connections of the batch. */
  #conversations = new Map<number, Conversation>();
  #named: [handle: string, name: string] | undefined;
  #comments: readonly string[] = [];
  #batch: BatchBuilder;
  /** Packets so far. */
  packets = 0;

  constructor(parts: FoundBatchesParts) {
    this.#parts = parts;
    this.#batch = this.#newBatch();
  }

  hear(message: Found): void {
    const { conversation, direction, type, bytes, size, at, comments } = message;
    this.#named = this.#functions.hear(message);
    this.#comments = comments;
    const entry = { seq: this.packets, at, host: 0, connection: conversation.number, direction, type, size, bytes };
    this.packets += 1;
    if (!this.#add(entry, conversation)) {
      this.#parts.onFull(this.#taken());
      this.#add(entry, conversation);
    }
  }

  /** What has been found since the last batch; undefined where that is nothing. */
  take(): PacketBatch | undefined {
    return this.#batch.count === 0 ? undefined : this.#taken();
  }

  #add(entry: Parameters<BatchBuilder['add']>[0], conversation: Conversation): boolean {
    const added = this.#batch.add(entry);
    if (added) this.#conversations.set(conversation.number, conversation);
    return added;
  }

  #taken(): PacketBatch {
    const batch = this.#batch.take();
    const known = this.#conversations;
    this.#conversations = new Map();
    this.#batch = this.#newBatch();
    // Of a connection more is known by now than when its first packet came.
    const connections = batch.connections.map((told) => {
      const { facts, begun } = known.get(told.connection) as Conversation;
      return { ...told, facts, begun };
    });
    return { ...batch, connections };
  }

  #newBatch(): BatchBuilder {
    return new BatchBuilder(
      {
        connection: (host, connection) => ({ host, connection, server: 'file', run: 0, facts: undefined }),
        functionOf: () => this.#named,
        commentsOf: () => this.#comments,
      },
      this.#parts.memory?.(),
    );
  }
}
