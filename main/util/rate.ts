/** Seconds of history that counts per second go back, where nothing else is said. */
const SECONDS = 6 * 60;

export interface RateOptions {
  /** How many spans of time are remembered. */
  slots?: number;
  /** How long each of them is, ms. */
  width?: number;
}

/** Counts events per second, or per another span of time, over the last minutes. Times are milliseconds. */
export class Rate {
  readonly #width: number;
  readonly #counts: Uint32Array;
  #slot = 0;

  constructor({ slots = SECONDS, width = 1000 }: RateOptions = {}) {
    this.#width = width;
    this.#counts = new Uint32Array(slots);
  }

  add(at: number, count = 1): void {
    this.#moveTo(Math.floor(at / this.#width));
    const slot = this.#slot % this.#counts.length;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
  }

  /** Events in the `slots` before `at`, the running one included, the `skip` last ones left out. */
  last(slots: number, at: number, skip = 0): number {
    return this.counts(slots, at, skip).reduce((sum, count) => sum + count, 0);
  }

  /** The same one by one, oldest first; 0 where it is not remembered. */
  counts(slots: number, at: number, skip = 0): Uint32Array {
    this.#moveTo(Math.floor(at / this.#width));
    const { length } = this.#counts;
    const counts = new Uint32Array(slots);
    for (let back = skip; back < Math.min(slots + skip, length); back += 1)
      counts[slots - 1 - (back - skip)] = this.#counts[(this.#slot - back + length) % length] ?? 0;
    return counts;
  }

  #moveTo(slot: number): void {
    const { length } = this.#counts;
    if (slot - this.#slot >= length) this.#counts.fill(0);
    else for (let each = this.#slot + 1; each <= slot; each += 1) this.#counts[each % length] = 0;
    this.#slot = Math.max(this.#slot, slot);
  }
}
