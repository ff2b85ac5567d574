/** Recent durations that percentiles are taken from. */
const SAMPLES = 256;

/** Median and 95th percentile, ms. */
export interface DurationSummary {
  median: number;
  p95: number;
}

/** Sums up durations; null where there are none. */
function summaryOf(values: Float64Array): DurationSummary | null {
  if (values.length === 0) return null;
  const sorted = values.sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
  return { median: at(0.5), p95: at(0.95) };
}

/** The last durations of several, together. */
export function summaryOfAll(all: readonly Durations[]): DurationSummary | null {
  return all.length === 1
    ? (all[0]?.summary ?? null)
    : summaryOf(Float64Array.from(all.flatMap(({ last }) => [...last])));
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
    this.#summed = this.#count;
    this.#summary = summaryOf(this.last);
    return this.#summary;
  }

  /** A copy of those that are remembered, in no order. */
  get last(): Float64Array {
    return this.#values.slice(0, Math.min(this.#count, SAMPLES));
  }
}
