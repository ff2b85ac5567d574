import { type History, type HistoryQuery, LINE_SPAN_SECONDS, LINE_SPANS } from '../contract/history.ts';
import type { JobEvent } from '../contract/job-event.ts';
import type { Wire } from '../contract/keys.ts';
import { type DurationSummary, Durations, summaryOfAll } from '../util/durations.ts';
import { Rate } from '../util/rate.ts';

/** A chart tells of the minute up to each of its points. */
const MINUTE = 60;
/** Seconds that are remembered: an hour of points, the first of which has a minute before it. */
const SECONDS = 61 * MINUTE;
/** Points of a chart, about; more than a screen shows would not be seen. */
const POINTS = 180;
/** Failures whose functions are remembered. */
const FAILURES = 1000;
/** Functions that have a line, on all servers together; a client can make up names without end. */
const LINES_MOST = 10_000;

/** How many jobs of one server ended and waited over the last hour, in counts per second of one size. */
class ServerHistory {
  readonly done = new Rate({ slots: SECONDS });
  readonly failed = new Rate({ slots: SECONDS });
  /** What waited at the end of each second, and the second that was noted last. */
  readonly #queued = new Uint32Array(SECONDS);
  #noted: number;
  readonly ran = new Durations();
  readonly failedLately: { at: number; function: Wire }[] = [];
  readonly lines = new Map<Wire, Rate>();
  /** Jobs that were submitted, and that failed. */
  jobs = 0;
  failures = 0;
  readonly #room: { lines: number };
  /** Jobs of one function often come one after the other. */
  #lastName: Wire | undefined;
  #lastLine: Rate | undefined;

  /** `second` is now; what `room` there is for lines is shared with others. */
  constructor(second: number, room: { lines: number }) {
    this.#noted = second;
    this.#room = room;
  }

  hear({ kind, job }: JobEvent, at: number): void {
    if (kind === 'submitted') {
      this.jobs += 1;
    } else if (kind === 'complete') {
      this.done.add(at);
      this.#lineOf(job.functionName)?.add(at);
      if (job.assignedAt !== null) this.ran.add(at - job.assignedAt);
    } else if (kind === 'fail' || kind === 'exception' || kind === 'given-up') {
      this.failures += 1;
      this.failed.add(at);
      this.failedLately.push({ at, function: job.functionName });
      if (this.failedLately.length > FAILURES) this.failedLately.shift();
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

  /** What waited in a second. */
  queuedIn(second: number): number {
    return this.#queued[Math.min(second, this.#noted) % SECONDS] as number;
  }

  #lineOf(name: Wire): Rate | undefined {
    if (name === this.#lastName) return this.#lastLine;
    let line = this.lines.get(name);
    if (line === undefined && this.#room.lines > 0) {
      this.#room.lines -= 1;
      line = new Rate({ slots: LINE_SPANS + 1, width: LINE_SPAN_SECONDS * 1000 });
      this.lines.set(name, line);
    }
    this.#lastName = name;
    this.#lastLine = line;
    return line;
  }
}

/**
 * How jobs ended and waited on each server over the last hour, and on some of them together. Hears of each change of state of
 * each job: it takes the same time for each and keeps nothing of them. What is asked of no servers is of all of them.
 */
export class JobHistory {
  readonly #since: number;
  readonly #servers = new Map<string, ServerHistory>();
  readonly #room = { lines: LINES_MOST };
  /** The same server often comes again. */
  #lastServer: string | undefined;
  #last: ServerHistory | undefined;

  /** `at` is now, ms since the epoch. */
  constructor(at: number) {
    this.#since = Math.floor(at / 1000);
  }

  hear(server: string, event: JobEvent, at: number): void {
    this.#of(server, at).hear(event, at);
  }

  /** Notes how many jobs wait on a server. To be told about each second; of seconds that were left out it was as many. */
  note(server: string, queued: number, at: number): void {
    this.#of(server, at).note(queued, at);
  }

  /** Forgets what was of a server that is not in the list any more. */
  forget(server: string): void {
    this.#room.lines += this.#servers.get(server)?.lines.size ?? 0;
    this.#servers.delete(server);
    if (this.#lastServer === server) this.#last = undefined;
  }

  /** Jobs that were submitted. */
  jobs(servers?: readonly string[]): number {
    return this.#those(servers).reduce((sum, { jobs }) => sum + jobs, 0);
  }

  /** Jobs that failed. */
  failures(servers?: readonly string[]): number {
    return this.#those(servers).reduce((sum, { failures }) => sum + failures, 0);
  }

  /** Jobs that ended well: in the last minute, and the median of the five minutes before it. */
  finishedPerMinute(now: number, servers?: readonly string[]): { lastMinute: number; median: number } {
    const those = this.#those(servers);
    const minute = (back: number) => those.reduce((sum, { done }) => sum + done.last(MINUTE, now, back * MINUTE), 0);
    return { lastMinute: minute(0), median: median([1, 2, 3, 4, 5].map(minute)) };
  }

  /** Failures of the last five minutes, and the function where it is always the same. */
  failedLately(now: number, servers?: readonly string[]): { count: number; function: Wire | null } {
    const names = new Set<Wire>();
    let count = 0;
    for (const { failed, failedLately } of this.#those(servers)) {
      while ((failedLately[0]?.at ?? now) < now - 5 * MINUTE * 1000) failedLately.shift();
      for (const failure of failedLately) names.add(failure.function);
      count += failed.last(5 * MINUTE, now);
    }
    const [only] = names;
    return { count, function: names.size === 1 ? (only ?? null) : null };
  }

  /** How long the last jobs of all functions ran; null where none did. */
  ran(servers?: readonly string[]): DurationSummary | null {
    return summaryOfAll(this.#those(servers).map(({ ran }) => ran));
  }

  /**
   * The last minutes, up to `at`. Points lie at the same times when it is asked again, but for the last one, which is now. `alike` are
   * the ids whose jobs wait, those of one server together: it is counted once, as any of them told of it at the time.
   */
  history({ minutes, functions, servers }: HistoryQuery, at: number, alike?: readonly (readonly string[])[]): History {
    const those = this.#those(servers ?? undefined);
    const waiting = alike?.map((ids) => this.#those(ids)) ?? those.map((each) => [each]);
    const until = Math.floor(at / 1000);
    const since = Math.min(this.#since, until - MINUTE);
    const from = Math.max(until - minutes * MINUTE, since);
    const step = Math.ceil((minutes * MINUTE) / POINTS);
    const times: number[] = [];
    for (let time = Math.ceil(Math.max(from, this.#since) / step) * step; time < until; time += step) times.push(time);
    times.push(until);
    const seconds = until - Math.max(from, this.#since) + MINUTE;
    const sums = (rates: readonly Rate[]) => {
      const before = new Float64Array(seconds + 1);
      for (const rate of rates) {
        const counts = rate.counts(seconds, at);
        for (let index = 0; index < seconds; index += 1)
          before[index + 1] = (before[index + 1] as number) + (counts[index] as number);
      }
      for (let index = 0; index < seconds; index += 1)
        before[index + 1] = (before[index + 1] as number) + (before[index] as number);
      return Uint32Array.from(times, (time) => {
        const end = seconds - (until - time);
        return (before[end] as number) - (before[Math.max(0, end - MINUTE)] as number);
      });
    };
    return {
      from,
      until,
      at: Float64Array.from(times),
      done: sums(those.map(({ done }) => done)),
      failed: sums(those.map(({ failed }) => failed)),
      queued: Uint32Array.from(times, (time) =>
        waiting.reduce((sum, rows) => sum + Math.max(0, ...rows.map((each) => each.queuedIn(time))), 0),
      ),
      lines: functions.map((name) => lineOf(those, name, at)),
    };
  }

  #of(server: string, at: number): ServerHistory {
    if (server === this.#lastServer && this.#last !== undefined) return this.#last;
    let history = this.#servers.get(server);
    if (history === undefined) {
      // Before the first time that it is heard of, nothing waits: the first one is there from the start.
      const from = this.#servers.size === 0 ? this.#since : Math.floor(at / 1000);
      history = new ServerHistory(from, this.#room);
      this.#servers.set(server, history);
    }
    this.#lastServer = server;
    this.#last = history;
    return history;
  }

  #those(servers: readonly string[] | undefined): ServerHistory[] {
    return servers === undefined
      ? [...this.#servers.values()]
      : servers.flatMap((server) => this.#servers.get(server) ?? []);
  }
}

/** The last spans of a function. One that has only begun would look like a fall, until it has as much as the one before it. */
function lineOf(those: readonly ServerHistory[], name: Wire, at: number): Uint32Array {
  const rates = those.flatMap(({ lines }) => lines.get(name) ?? []);
  const span = (back: number) => rates.reduce((sum, rate) => sum + rate.last(1, at, back), 0);
  const skip = span(0) > 0 && span(0) >= span(1) ? 0 : 1;
  const line = new Uint32Array(LINE_SPANS);
  for (const rate of rates)
    for (const [index, count] of rate.counts(LINE_SPANS, at, skip).entries())
      line[index] = (line[index] as number) + count;
  return line;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
