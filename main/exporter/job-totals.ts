import type { JobEvent } from '../contract/job-event.ts';

/** Upper ends of the classes of waits and runs, s: from a queue that is idle to one that has stood for an hour. */
export const DURATION_CLASSES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 3600] as const;
/** Functions that are counted on their own; each has two dozens of classes. */
const FUNCTIONS_MOST = 200;

/** How often something took how long. */
export class DurationCounts {
  /** How many were in each class, the last of which has no upper end. */
  readonly counts = new Float64Array(DURATION_CLASSES.length + 1);
  /** All of them, s. */
  sum = 0;

  add(milliseconds: number): void {
    const seconds = Math.max(0, milliseconds) / 1000;
    let place = 0;
    while (place < DURATION_CLASSES.length && seconds > (DURATION_CLASSES[place] as number)) place += 1;
    this.counts[place] = (this.counts[place] as number) + 1;
    this.sum += seconds;
  }
}

interface Totals {
  submitted: number;
  completed: number;
  failed: number;
  waited: DurationCounts;
  ran: DurationCounts;
}

/** What has become of the jobs of a server since it was made. Takes the same short time for each change of state. */
export class JobTotals {
  readonly functions = new Map<string, Totals>();
  /** Of functions that have no place of their own. */
  others: Totals | null = null;
  /** Jobs of one function often come one after the other. */
  #lastName: string | undefined;
  #last: Totals | undefined;

  hear({ kind, job }: JobEvent, at: number): void {
    if (kind === 'submitted') this.#of(job.functionName).submitted += 1;
    else if (kind === 'assigned') this.#of(job.functionName).waited.add(at - job.submittedAt);
    else if (kind === 'complete') {
      const totals = this.#of(job.functionName);
      totals.completed += 1;
      if (job.assignedAt !== null) totals.ran.add(at - job.assignedAt);
    } else if (kind === 'fail' || kind === 'exception' || kind === 'given-up') this.#of(job.functionName).failed += 1;
  }

  #of(name: string): Totals {
    if (this.#last !== undefined && name === this.#lastName) return this.#last;
    let totals = this.functions.get(name);
    if (totals === undefined && this.functions.size < FUNCTIONS_MOST) {
      totals = none();
      this.functions.set(name, totals);
    }
    totals ??= this.others ??= none();
    this.#lastName = name;
    this.#last = totals;
    return totals;
  }
}

const none = (): Totals => ({
  submitted: 0,
  completed: 0,
  failed: 0,
  waited: new DurationCounts(),
  ran: new DurationCounts(),
});
