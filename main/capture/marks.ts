import { ChangeLog } from './change-log.ts';
import type { CaptureRing } from './ring.ts';

/** Packets that can be marked at once. */
export const MOST_MARKS = 10_000;

/**
 * What a person has marked, with a comment or without. A mark leaves with its packet. Whoever exports packets asks for it by
 * `of`.
 */
export class Marks {
  readonly #ring: CaptureRing;
  readonly #comments = new Map<number, string>();
  #sorted: number[] = [];
  readonly changes = new ChangeLog();
  /** Marks that left with their packets since the last clear. */
  #forgotten = 0;

  constructor(ring: CaptureRing) {
    this.#ring = ring;
  }

  /** The comment on a packet, empty where it is marked without one; null where it is not marked. */
  of(seq: number): string | null {
    return seq < this.#ring.first ? null : (this.#comments.get(seq) ?? null);
  }

  /** Marks a packet, changes its comment, or takes the mark away (null). False where it is gone, or where there are too many. */
  set(seq: number, comment: string | null): boolean {
    this.#forget();
    this.changes.mark(seq);
    if (seq < this.#ring.first || seq >= this.#ring.next) return false;
    const marked = this.#comments.has(seq);
    if (comment === null) {
      if (marked) this.#sorted.splice(this.#sorted.indexOf(seq), 1);
      this.#comments.delete(seq);
      return true;
    }
    if (!marked && this.#comments.size >= MOST_MARKS) return false;
    this.#comments.set(seq, comment);
    if (!marked) this.#sorted.splice(this.#sorted.findLastIndex((each) => each < seq) + 1, 0, seq);
    return true;
  }

  /** Numbers of the marked packets, ascending. */
  get all(): readonly number[] {
    this.#forget();
    return this.#sorted;
  }

  get forgotten(): number {
    this.#forget();
    return this.#forgotten;
  }

  clear(): void {
    this.changes.mark(0);
    this.#comments.clear();
    this.#sorted = [];
    this.#forgotten = 0;
  }

  #forget(): void {
    const { first } = this.#ring;
    while (this.#sorted[0] !== undefined && this.#sorted[0] < first) {
      this.#comments.delete(this.#sorted.shift() as number);
      this.#forgotten += 1;
    }
  }
}
