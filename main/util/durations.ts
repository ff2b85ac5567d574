/** Recent durations that percentiles are taken from. */
const SAMPLES = 256;

/** Median and 95th percentile, ms. */
export interface DurationSummary {
  median: number;
  p95: number;
}

/** The last durations. */
export class Durations {
  readonly #values = new Float64Array(SAMPLES);
  #count = 0;
  /** What was summed up last, and of how many; many ask again before anything has come. */
  #summed = 0;
  #summary: DurationSummary | null = null;

  add(milliseconds: number): void {
    this.#values[this.#count % SAMPLES] = milliseconds;
    this.#count += 1;
  }

  /** Null where there was none. */
  get summary(): DurationSummary | null {
    if (this.#summed === this.#count) return this.#summary;
    const sorted = this.#values.slice(0, Math.min(this.#count, SAMPLES)).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
    this.#summed = this.#count;
    this.#summary = { median: at(0.5), p95: at(0.95) };
    return this.#summary;
  }
}
