import type { PacketHits, SearchQuery, SearchState } from '../contract/search.ts';
import { AnsweringThread } from '../util/answering-thread.ts';
import type { CaptureRing } from './ring.ts';
import type { SearchAnswers, SearchQuestion } from './search-answers.ts';
import { SortedNumbers } from './sorted-numbers.ts';

/** Bytes, and packets, that the thread is given at once: copying them takes less than a millisecond. */
const BLOCK = 1024 * 1024;
const PACKETS = 8192;

/** How long a block may take, ms; a packet of 8 MB and a pattern that goes over it with hundreds of states take some. */
const PATIENCE = 30_000;

export interface SearchParts {
  ring: CaptureRing;
  isProbe: (host: number, connection: number) => boolean;
  thread: SearchThread;
  /** More was searched. */
  onProgress: () => void;
  /** The thread ended over it. */
  onFault: (error: unknown) => void;
}

export class SearchThread {
  readonly #thread = new AnsweringThread<SearchQuestion, SearchAnswers[keyof SearchAnswers]>(
    'search-thread',
    import.meta.url,
  );

  ask<K extends keyof SearchAnswers>(question: SearchQuestion & { kind: K }): Promise<SearchAnswers[K]> {
    const answer = this.#thread.ask(question, PATIENCE, [question.block.buffer as ArrayBuffer]);
    return answer as Promise<SearchAnswers[K]>;
  }

  close(): void {
    this.#thread.close();
  }
}

/** Packets that a pattern is found in, by their numbers. It looks at what comes too, as long as it is asked. */
export class CaptureSearch {
  readonly query: SearchQuery;
  readonly #parts: SearchParts;
  readonly #found = new SortedNumbers();
  #scanned: number;
  #running = false;
  #closed = false;

  constructor(parts: SearchParts, query: SearchQuery) {
    this.#parts = parts;
    this.query = query;
    this.#scanned = parts.ring.first;
  }

  /** How far it has come; it goes on by being asked. */
  get state(): SearchState {
    const { ring } = this.#parts;
    this.#found.dropBelow(ring.first);
    if (!this.#running) void this.#run();
    const held = ring.next - ring.first;
    return {
      found: this.#found.length,
      scanned: held === 0 ? 1 : Math.min(1, Math.max(0, this.#scanned - ring.first) / held),
    };
  }

  /**
   * The nearest packet with a hit behind or before another one, and beyond the end from the other end on; the last one where none
   * is given. Null where there is none yet.
   */
  step(from: number | null, direction: 'next' | 'previous'): number | null {
    this.#found.dropBelow(this.#parts.ring.first);
    const { length } = this.#found;
    const at =
      from === null
        ? length - 1
        : direction === 'next'
          ? this.#found.lowerBound(from + 1)
          : this.#found.lowerBound(from) - 1;
    const around = at < 0 ? length - 1 : at >= length ? 0 : at;
    return this.#found.slice(around, around + 1)[0] ?? null;
  }

  /** Hits of one packet; null where it was forgotten. */
  async hitsOf(seq: number): Promise<PacketHits | null> {
    const bytes = this.#parts.ring.get(seq)?.bytes;
    if (bytes === undefined) return null;
    return this.#parts.thread.ask({ kind: 'all', query: this.query, block: new Uint8Array(bytes) });
  }

  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      for (let batch = this.#batch(); batch !== undefined && !this.#closed; batch = this.#batch()) {
        const { seqs, block, ends, scanned } = batch;
        if (seqs.length > 0) {
          const which = await this.#parts.thread.ask({ kind: 'which', query: this.query, block, ends });
          for (const index of which) this.#found.push(seqs[index] as number);
        }
        this.#scanned = scanned;
        if (!this.#closed) this.#parts.onProgress();
      }
    } catch (error) {
      this.#scanned = this.#parts.ring.next;
      if (!this.#closed) this.#parts.onFault(error);
    } finally {
      this.#running = false;
    }
  }

  /** The next packets, copied; undefined where all were searched. */
  #batch(): { seqs: number[]; block: Uint8Array; ends: number[]; scanned: number } | undefined {
    const { ring, isProbe } = this.#parts;
    const seqs: number[] = [];
    const parts: Buffer[] = [];
    const ends: number[] = [];
    let length = 0;
    let seq = Math.max(this.#scanned, ring.first);
    if (seq >= ring.next) return undefined;
    for (; seq < ring.next && seqs.length < PACKETS && length < BLOCK; seq += 1) {
      const entry = ring.get(seq);
      if (entry === undefined || (!this.query.probes && isProbe(entry.host, entry.connection))) continue;
      seqs.push(seq);
      parts.push(entry.bytes);
      length += entry.bytes.length;
      ends.push(length);
    }
    const block = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      block.set(part, at);
      at += part.length;
    }
    return { seqs, block, ends, scanned: seq };
  }
}
