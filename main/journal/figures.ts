/** Recent durations that percentiles are taken from. */
const SAMPLES = 256;

/** Median and 95th percentile of the last durations. */
export class Durations {
  readonly #values = new Float64Array(SAMPLES);
  #count = 0;

  add(milliseconds: number): void {
    this.#values[this.#count % SAMPLES] = milliseconds;
    this.#count += 1;
  }

  get summary(): { median: number; p95: number } | null {
    if (this.#count === 0) return null;
    const sorted = this.#values.slice(0, Math.min(this.#count, SAMPLES)).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
    return { median: at(0.5), p95: at(0.95) };
  }
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
