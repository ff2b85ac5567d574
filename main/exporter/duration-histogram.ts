import { Histogram, type MetricObjectWithValues, type MetricValueWithName } from 'prom-client';
import { DURATION_CLASSES, type DurationCounts } from './job-totals.ts';

type Value = MetricValueWithName<string>;

/** A histogram of what was counted elsewhere: the library’s own would be told of each job, which costs more than the job itself. */
export class DurationHistogram extends Histogram<string> {
  readonly #given: { name: string; help: string };
  #values: Value[] = [];

  constructor(parts: ConstructorParameters<typeof Histogram<string>>[0]) {
    super({ ...parts, buckets: [...DURATION_CLASSES] });
    this.#given = parts;
  }

  override reset(): void {
    super.reset();
    if (#values in this) this.#values = [];
  }

  /** Tells the counts of functions, by what their labels say; those of names that look the same together. */
  tell(server: string, counted: readonly (readonly [string, DurationCounts])[]): void {
    const sums = new Map<string, { counts: Float64Array; sum: number }>();
    for (const [name, { counts, sum }] of counted) {
      const before = sums.get(name);
      sums.set(name, {
        counts: counts.map((count, place) => count + (before?.counts[place] ?? 0)),
        sum: sum + (before?.sum ?? 0),
      });
    }
    for (const [name, { counts, sum }] of sums) this.#add({ server, function: name }, counts, sum);
  }

  #add(labels: Record<string, string>, counts: Float64Array, sum: number): void {
    const { name } = this.#given;
    let total = 0;
    for (const [place, count] of counts.entries()) {
      total += count;
      const le = place < DURATION_CLASSES.length ? String(DURATION_CLASSES[place]) : '+Inf';
      this.#values.push({ metricName: `${name}_bucket`, labels: { le, ...labels }, value: total });
    }
    this.#values.push({ metricName: `${name}_sum`, labels, value: sum });
    this.#values.push({ metricName: `${name}_count`, labels, value: total });
  }

  override async get(): Promise<MetricObjectWithValues<Value>> {
    const { name, help } = this.#given;
    const values = this.#values;
    // The library knows the kinds of metrics by numbers in its types and by names in its code.
    return { name, help, type: 'histogram', aggregator: 'sum', values } as unknown as MetricObjectWithValues<Value>;
  }

  /** What the registry asks for where it makes text. */
  getForPromString(): Promise<MetricObjectWithValues<Value>> {
    return this.get();
  }
}
