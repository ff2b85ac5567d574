import type { CaptureRing } from './ring.ts';

/** Time that one look at the capture may take, ms. */
const SLICE = 4;
/** Packets between two looks at the clock. */
const CLOCK_EVERY = 256;
/** A second's packets by type: no type is higher. */
const TYPES = 256;

export interface TallyParts {
  ring: CaptureRing;
  /** Leaves a packet out. */
  isHidden: (seq: number) => boolean;
  /** A clock in ms. */
  now?: () => number;
}

/** How many packets of each type came in each second, counted when somebody asks; forgotten with the ring. */
export class Tally {
  readonly #parts: TallyParts;
  readonly #seconds = new Map<number, Uint32Array>();
  #scanned = 0;

  constructor(parts: TallyParts) {
    this.#parts = parts;
  }

  /** Counts what has come since; false where there is more than it may look at in one turn. */
  catchUp(): boolean {
    const { ring, isHidden, now = () => performance.now() } = this.#parts;
    if (this.#scanned < ring.first) this.#scanned = ring.first;
    const oldest = ring.first < ring.next ? Math.floor(ring.atOf(ring.first) / 1000) : Number.POSITIVE_INFINITY;
    for (const second of this.#seconds.keys()) {
      if (second >= oldest) break;
      this.#seconds.delete(second);
    }
    const until = now() + SLICE;
    for (let looked = 1; this.#scanned < ring.next; looked += 1) {
      if (looked % CLOCK_EVERY === 0 && now() > until) return false;
      const seq = this.#scanned;
      this.#scanned += 1;
      if (isHidden(seq)) continue;
      const counts = this.#of(Math.floor(ring.atOf(seq) / 1000));
      const type = ring.typeOf(seq);
      counts[type] = (counts[type] ?? 0) + 1;
    }
    return true;
  }

  /** Packets of a type in a second. */
  count(second: number, type: number): number {
    return this.#seconds.get(second)?.[type] ?? 0;
  }

  /** Types that came in some second between the two. */
  typesBetween(from: number, to: number): number[] {
    const seen = new Set<number>();
    for (let second = from; second < to; second += 1)
      this.#seconds.get(second)?.forEach((count, type) => {
        if (count > 0) seen.add(type);
      });
    return [...seen].sort((a, b) => a - b);
  }

  #of(second: number): Uint32Array {
    let counts = this.#seconds.get(second);
    if (counts === undefined) {
      counts = new Uint32Array(TYPES);
      this.#seconds.set(second, counts);
    }
    return counts;
  }
}
