import { type History, type HistoryQuery, LINE_SPAN_SECONDS, LINE_SPANS } from '../contract/history.ts';
import type { JobEvent } from '../contract/job-event.ts';
import type { Wire } from '../contract/keys.ts';
import { type DurationSummary, Durations } from '../util/durations.ts';
import { Rate } from '../util/rate.ts';

/** A chart tells of the minute up to each of its points. */
const MINUTE = 60;
/** Seconds that are remembered: an hour of points, the first of which has a minute before it. */
const SECONDS = 61 * MINUTE;
/** Points of a chart, about; more than a screen shows would not be seen. */
const POINTS = 180;
/** Failures whose functions are remembered. */
const FAILURES = 1000;
/** Functions that have a line; a client can make up names without end. */
const LINES_MOST = 10_000;

/**
 * How many jobs ended and waited over the last hour, in counts per second of one size. Hears of each change of state of each
 * job: it takes the same time for each and keeps nothing of them.
 */
export class JobHistory {
  readonly #done = new Rate({ slots: SECONDS });
  readonly #failed = new Rate({ slots: SECONDS });
  /** What waited at the end of each second, and the second that was noted last. */
  readonly #queued = new Uint32Array(SECONDS);
  #noted: number;
  readonly #since: number;
  readonly #ran = new Durations();
  readonly #failedLately: { at: number; function: Wire }[] = [];
  readonly #lines = new Map<Wire, Rate>();
  /** Jobs of one function often come one after the other. */
  #lastName: Wire | undefined;
  #lastLine: Rate | undefined;

  /** `at` is now, ms since the epoch. */
  constructor(at: number) {
    this.#since = Math.floor(at / 1000);
    this.#noted = this.#since;
  }

  hear({ kind, job }: JobEvent, at: number): void {
    if (kind === 'complete') {
      this.#done.add(at);
      this.#lineOf(job.functionName)?.add(at);
      if (job.assignedAt !== null) this.#ran.add(at - job.assignedAt);
    } else if (kind === 'fail' || kind === 'exception' || kind === 'given-up') {
      this.#failed.add(at);
      this.#failedLately.push({ at, function: job.functionName });
      if (this.#failedLately.length > FAILURES) this.#failedLately.shift();
      this.#lineOf(job.functionName)?.add(at);
    }
  }

  /** Notes how many jobs wait. To be told about each second; of seconds that were left out it was as many. */
  note(queued: number, at: number): void {
    const second = Math.floor(at / 1000);
    const first = Math.max(this.#noted + 1, second - SECONDS + 1);
    for (let each = first; each < second; each += 1) this.#queued[each % SECONDS] = queued;
    this.#queued[second % SECONDS] = queued;
    this.#noted = Math.max(this.#noted, second);
  }

  /** Jobs that ended well: in the last minute, and the median of the five minutes before it. */
  finishedPerMinute(now: number): { lastMinute: number; median: number } {
    const minutes = [1, 2, 3, 4, 5].map((back) => this.#done.last(MINUTE, now, back * MINUTE));
    return { lastMinute: this.#done.last(MINUTE, now), median: median(minutes) };
  }

  /** Failures of the last five minutes, and the function where it is always the same. */
  failedLately(now: number): { count: number; function: Wire | null } {
    while ((this.#failedLately[0]?.at ?? now) < now - 5 * MINUTE * 1000) this.#failedLately.shift();
    const names = new Set(this.#failedLately.map((failure) => failure.function));
    const [only] = names;
    return { count: this.#failed.last(5 * MINUTE, now), function: names.size === 1 ? (only ?? null) : null };
  }

  /** How long the last jobs of all functions ran; null where none did. */
  get ran(): DurationSummary | null {
    return this.#ran.summary;
  }

  /** The last minutes, up to `at`. Points lie at the same times when it is asked again, but for the last one, which is now. */
  history({ minutes, functions }: HistoryQuery, at: number): History {
    const until = Math.floor(at / 1000);
    const since = Math.min(this.#since, until - MINUTE);
    const from = Math.max(until - minutes * MINUTE, since);
    const step = Math.ceil((minutes * MINUTE) / POINTS);
    const times: number[] = [];
    for (let time = Math.ceil(Math.max(from, this.#since) / step) * step; time < until; time += step) times.push(time);
    times.push(until);
    const seconds = until - Math.max(from, this.#since) + MINUTE;
    const sums = (rate: Rate) => {
      const counts = rate.counts(seconds, at);
      const before = new Float64Array(seconds + 1);
      for (let index = 0; index < seconds; index += 1)
        before[index + 1] = (before[index] as number) + (counts[index] as number);
      return Uint32Array.from(times, (time) => {
        const end = seconds - (until - time);
        return (before[end] as number) - (before[Math.max(0, end - MINUTE)] as number);
      });
    };
    return {
      from,
      until,
      at: Float64Array.from(times),
      done: sums(this.#done),
      failed: sums(this.#failed),
      queued: Uint32Array.from(times, (time) => this.#queued[Math.min(time, this.#noted) % SECONDS] as number),
      lines: functions.map((name) => lineOf(this.#lines.get(name), at)),
    };
  }

  #lineOf(name: Wire): Rate | undefined {
    if (name === this.#lastName) return this.#lastLine;
    let line = this.#lines.get(name);
    if (line === undefined && this.#lines.size < LINES_MOST) {
      line = new Rate({ slots: LINE_SPANS + 1, width: LINE_SPAN_SECONDS * 1000 });
      this.#lines.set(name, line);
    }
    this.#lastName = name;
    this.#lastLine = line;
    return line;
  }
}

/** The last spans of a function. One that has only begun would look like a fall, until it has as much as the one before it. */
function lineOf(rate: Rate | undefined, at: number): Uint32Array {
  if (rate === undefined) return new Uint32Array(LINE_SPANS);
  const begun = rate.last(1, at);
  return rate.counts(LINE_SPANS, at, begun > 0 && begun >= rate.last(1, at, 1) ? 0 : 1);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
