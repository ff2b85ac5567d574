/** Seconds of history that counts per second go back. */
const SECONDS = 6 * 60;

/** Counts events per second over the last minutes. Times are milliseconds. */
export class Rate {
  readonly #counts = new Uint32Array(SECONDS);
  #second = 0;

  add(at: number, count = 1): void {
    this.#moveTo(Math.floor(at / 1000));
    const slot = this.#second % SECONDS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
  }

  /** Events in the `seconds` before `at`, the running second included, the `skip` last ones left out. */
  last(seconds: number, at: number, skip = 0): number {
    this.#moveTo(Math.floor(at / 1000));
    let sum = 0;
    for (let back = skip; back < Math.min(seconds + skip, SECONDS); back += 1) {
      sum += this.#counts[(this.#second - back + SECONDS) % SECONDS] ?? 0;
    }
    return sum;
  }

  #moveTo(second: number): void {
    if (second - this.#second >= SECONDS) this.#counts.fill(0);
    else for (let each = this.#second + 1; each <= second; each += 1) this.#counts[each % SECONDS] = 0;
    this.#second = Math.max(this.#second, second);
  }
}
