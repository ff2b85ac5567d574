// Its main module brings a second implementation and an encoder that evaluates text.
import histograms from 'hdr-histogram-js/dist/Int32Histogram.js';
import { BUCKETS_PER_DECADE, type StageSummary } from '../contract/runs.ts';

/** An hour; what takes longer counts as that, µs. */
const LONGEST = 3_600_000_000;

/** Digits that are kept of each time. */
const DIGITS = 3;

/** A module of the older kind: Node gives all that it exports, others what it exports by default. */
const { default: Int32Histogram = histograms } = histograms as { default?: typeof histograms };

/** How long jobs took: three digits of each time, however many there are. */
export class Latency {
  readonly #histogram = new Int32Histogram(1, LONGEST, DIGITS);
  readonly #buckets: number[] = [];

  /** Takes a time in ms; one before 0 is a difference of clocks. */
  add(milliseconds: number): void {
    const microseconds = Math.min(LONGEST, Math.max(1, Math.round(milliseconds * 1000)));
    this.#histogram.recordValue(microseconds);
    const at = Math.ceil(Math.log10(microseconds) * BUCKETS_PER_DECADE);
    this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
  }

  /** All in ms; null where nothing was taken. */
  get summary(): StageSummary | null {
    const count = this.#histogram.totalCount;
    if (count === 0) return null;
    // A percentile is the end of its step, the longest the begin of its own.
    const max = this.#histogram.maxValue / 1000;
    const at = (percentile: number) => Math.min(max, this.#histogram.getValueAtPercentile(percentile) / 1000);
    return {
      count,
      mean: this.#histogram.mean / 1000,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      max,
      buckets: Array.from(this.#buckets, (many = 0, index) => ({
        to: 10 ** (index / BUCKETS_PER_DECADE) / 1000,
        count: many,
      })).filter((bucket) => bucket.count > 0),
    };
  }
}
