import type { JobEvent, JobFacts } from '../contract/job-event.ts';
import { JOB_STATES } from '../contract/job-states.ts';
import {
  CONTENT_PARTS,
  type CommandOutcome,
  type JobDetail,
  type JobQuery,
  type JobRow,
  type JobState,
  type JobWindow,
} from '../contract/jobs.ts';
import type { JobKey, Wire } from '../contract/keys.ts';
import { now } from '../util/clock.ts';
import { Durations } from '../util/durations.ts';
import type { HeardEvent } from './event-columns.ts';
import { type EventSource, Heard } from './heard.ts';
import { JobRecord } from './job-record.ts';
import { Lasting } from './lasting.ts';
import { stepOf } from './step.ts';

export interface JobLogOptions {
  /** Jobs that are remembered. */
  jobs: number;
  /** Bytes of workloads and results that are kept, of all jobs together. */
  bytes: number;
}

export const DEFAULT_LOG: JobLogOptions = { jobs: 10_000, bytes: 128 * 1024 * 1024 };

/** Bytes of a workload that a search looks at. */
const SEARCHED_BYTES = 4096;

/** Events and bytes that may wait to be worked in: of a flood, those of more jobs than are remembered. */
const WAITING = { events: 1 << 16, bytes: 16 * 1024 * 1024 };
/**
 * What was heard waits so long, ms, unless somebody asks: most of a flood is of jobs by then that newer ones displace, and need
 * not be worked in.
 */
const WAIT = 2000;
/** Time that working in takes at once, and before it goes on, ms: a tenth of the thread at most. */
const SLICE = 4;
const PAUSE = 40;
/** Time that it takes at once when somebody asks, ms. */
const ASKED = 16;
/** Jobs, and about so many bytes of them, that are told at once of those that are remembered. */
const PORTION = { jobs: 100, bytes: 1_000_000 };
/** So many events are worked in where there is room for no more. */
const ROOM = 1024;

/** A job as it is now, and its number. */
export interface RememberedJob {
  number: number;
  job: JobDetail;
}

/** Who else hears of jobs: of those that it took when they were submitted, by their numbers. Asked at each event. */
export interface JobRecorder {
  takes(): boolean;
  /** Whether it was told of a job later than that. */
  knows(number: number): boolean;
  hear(source: EventSource, number: number, event: JobEvent, at: number): void;
}

/** Counts of one function since the start. */
export interface FunctionFigures {
  done: number;
  failed: number;
  waited: Durations;
  ran: Durations;
}

/**
 * What happened to each job, bounded by count and bytes with the oldest leaving first. Hears of every change of state from
 * the job server; commands report how they ended.
 */
export class JobLog {
  readonly functions = new Map<Wire, FunctionFigures>();
  /** Jobs that were submitted; the number of the next one. */
  total = 0;
  readonly #options: JobLogOptions;
  readonly #recorder: JobRecorder | undefined;
  readonly #records = new Map<string, JobRecord>();
  /** The same by their numbers: n is at n modulo the limit. */
  readonly #order: JobRecord[] = [];
  /** Number of the newest record, and of the oldest one whose content is kept. */
  #newest = -1;
  #keeping = 0;
  #keptBytes = 0;
  readonly #heard = new Heard(WAITING);
  readonly #lasting = new Lasting();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: JobLogOptions = DEFAULT_LOG, recorder?: JobRecorder) {
    this.#options = options;
    this.#recorder = recorder;
  }

  /** Jobs that are not remembered any more, or will not be when all is worked in. */
  get forgotten(): number {
    return Math.max(0, this.total - this.#options.jobs);
  }

  /**
   * Notes an event. It is counted at once and worked in soon after, or when somebody asks; of a flood only the jobs are
   * worked in that would be remembered anyway. One that `isRepeated`, because another server tells it too, is in no figures of its function.
   */
  hear(source: EventSource, event: JobEvent, at: number, isRepeated = false): void {
    const { job } = event;
    if (event.kind === 'submitted') {
      job.memo = this.total * 2 + (this.#recorder?.takes() ? 1 : 0);
      this.total += 1;
    } else if (!isRepeated) {
      this.#count(event.kind, job, at);
    }
    const { memo } = job;
    if (typeof memo !== 'number') return;
    const number = Math.floor(memo / 2);
    if (memo % 2 === 1 || this.#recorder?.knows(number)) this.#recorder?.hear(source, number, event, at);
    if (number < this.forgotten) return;
    while (!this.#heard.add(source, number, event, at)) this.#makeRoom();
    this.#timer ??= setTimeout(this.#later, WAIT);
  }

  /** The server of this run has stopped: what was unfinished is lost, but for what is on disk. */
  close({ server, run }: { server: string; run: number }, at: number): void {
    this.#workIn();
    for (const record of this.#records.values()) {
      if (record.ended || record.key.server !== server || record.key.run !== run) continue;
      record.leave(at);
    }
  }

  /** How the command that did the job ended, as its supervisor saw it. Returns the job's number, where it is known. */
  report(key: JobKey, outcome: CommandOutcome): number | undefined {
    const record = this.record(key);
    if (record !== undefined) record.outcome = outcome;
    return record?.number;
  }

  /**
   * Some of the jobs that are remembered, in order from the number `from` on, as they are now, with the first `bytes` of each
   * content; and the number that the following ones begin with, null where there are none.
   */
  remembered(from: number, bytes: number): { jobs: RememberedJob[]; next: number | null } {
    this.#workIn(ASKED);
    if (this.#heard.length > 0) return { jobs: [], next: from };
    const jobs: RememberedJob[] = [];
    let size = 0;
    let number = Math.max(from, this.forgotten);
    for (; number < this.total && jobs.length < PORTION.jobs && size < PORTION.bytes; number += 1) {
      const record = this.#order[number % this.#options.jobs];
      if (record?.number !== number) continue;
      const job = record.detail(bytes);
      for (const part of CONTENT_PARTS) size += job[part]?.bytes?.length ?? 0;
      jobs.push({ number, job });
    }
    return { jobs, next: number < this.total ? number : null };
  }

  /** Forgets the jobs that have ended. */
  clear(): void {
    this.#workIn();
    for (const [key, record] of this.#records) {
      if (!record.ended) continue;
      this.#records.delete(key);
      this.#keptBytes -= record.keptBytes;
      delete this.#order[record.number % this.#options.jobs];
    }
  }

  record(key: JobKey): JobRecord | undefined {
    this.#workIn(ASKED);
    return this.#records.get(textOf(key));
  }

  detail(key: JobKey, contentLimit: number): JobDetail | null {
    return this.record(key)?.detail(contentLimit) ?? null;
  }

  window(query: JobQuery, now: number): Omit<JobWindow, 'journal'> {
    this.#workIn(ASKED);
    const counts = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
    const needle = query.search.trim().toLowerCase();
    const found: JobRecord[] = [];
    const servers = query.servers && new Set(query.servers);
    for (const record of this.#records.values()) {
      if (servers !== null && !servers.has(record.key.server)) continue;
      if (query.without.includes(record.key.server)) continue;
      if (needle !== '' && !contains(record, needle)) continue;
      counts[record.state] += 1;
      if (query.states.length === 0 || query.states.includes(record.state)) found.push(record);
    }
    const ordered = order(found, query, now);
    const from = Math.max(0, Math.min(query.from ?? 0, ordered.length - 1));
    const rows: JobRow[] = ordered.slice(from, from + query.rows).map((record) => record.row());
    const search = needle === '' ? null : { looked: this.#records.size, of: this.#records.size, stopped: false };
    return { first: 0, from, total: ordered.length, counts, rows, search };
  }

  figuresOf(name: Wire): FunctionFigures {
    let figures = this.functions.get(name);
    if (figures === undefined) {
      figures = { done: 0, failed: 0, waited: new Durations(), ran: new Durations() };
      this.functions.set(name, figures);
    }
    return figures;
  }

  readonly #later = (): void => {
    this.#timer = undefined;
    this.#workIn(SLICE, now() - WAIT);
    if (this.#heard.length > 0) this.#timer = setTimeout(this.#later, PAUSE);
  };

  /** Works in what was heard, for `milliseconds` at most, and what came before a time. */
  #workIn(milliseconds = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY): void {
    this.#heard.skipBefore(this.forgotten);
    const until = performance.now() + milliseconds;
    for (let done = 1; this.#heard.oldestAt < before && this.#heard.take(this.#apply); done += 1)
      if (done % 64 === 0 && performance.now() > until) return;
  }

  #makeRoom(): void {
    const before = this.#heard.length;
    this.#heard.skipBefore(this.forgotten);
    for (let done = before - this.#heard.length; done < ROOM && this.#heard.take(this.#apply); done += 1);
  }

  readonly #apply = ({ server, run, who }: EventSource, number: number, heard: HeardEvent, at: number): void => {
    if (number < this.forgotten) return;
    const event = this.#lasting.of(heard);
    if (event.kind === 'submitted')
      this.#add(new JobRecord(number, { server, run, handle: event.job.handle }, event.job, at));
    const record = this.#order[number % this.#options.jobs];
    if (record?.number !== number) return;
    const before = event.kind === 'submitted' ? 0 : record.keptBytes;
    record.apply(event, at, this.#options.bytes / 2);
    record.addStep(stepOf(event, at, who));
    this.#keptBytes += record.keptBytes - before;
    this.#boundBytes();
  };

  #add(record: JobRecord): void {
    const slot = record.number % this.#options.jobs;
    const displaced = this.#order[slot];
    if (displaced !== undefined) {
      this.#records.delete(textOf(displaced.key));
      this.#keptBytes -= displaced.keptBytes;
    }
    this.#order[slot] = record;
    this.#newest = record.number;
    this.#records.set(textOf(record.key), record);
  }

  #boundBytes(): void {
    for (; this.#keptBytes > this.#options.bytes && this.#keeping <= this.#newest; this.#keeping += 1) {
      const oldest = this.#order[this.#keeping % this.#options.jobs];
      if (oldest?.number !== this.#keeping) continue;
      this.#keptBytes -= oldest.keptBytes;
      oldest.forgetContent();
    }
  }

  #count(kind: JobEvent['kind'], job: JobFacts, at: number): void {
    if (kind === 'complete') {
      const figures = this.figuresOf(job.functionName);
      figures.done += 1;
      const assignedAt = job.assignedAt ?? at;
      figures.waited.add(assignedAt - job.submittedAt);
      figures.ran.add(at - assignedAt);
    } else if (kind === 'fail' || kind === 'exception' || kind === 'given-up') {
      this.figuresOf(job.functionName).failed += 1;
    }
  }
}

const textOf = ({ server, run, handle }: JobKey): string => `${server}/${run}/${handle}`;

/** Looks in handle, function and unique ID, and in the first bytes of the workload. */
function contains(record: JobRecord, needle: string): boolean {
  const names = Buffer.from(`${record.key.handle}\n${record.function}\n${record.unique}`, 'latin1');
  if (includes(names, needle)) return true;
  return includes(record.workload?.subarray(0, SEARCHED_BYTES) ?? Buffer.from(record.preview), needle);
}

const includes = (bytes: Buffer, needle: string): boolean => bytes.toString('utf8').toLowerCase().includes(needle);

const PRIORITY_ORDER = { high: 0, normal: 1, low: 2 } as const;

/** Records come in order of submission; the list is turned, not sorted, where that is what is asked for. */
function order(records: JobRecord[], { sort, descending }: JobQuery, now: number): JobRecord[] {
  const sorted = sort === 'submitted' ? records : records.sort(comparison(sort, now));
  return descending ? sorted.reverse() : sorted;
}

type SortedBy = Exclude<JobQuery['sort'], 'submitted'>;

function comparison(sort: SortedBy, now: number): (a: JobRecord, b: JobRecord) => number {
  const value: Record<SortedBy, (record: JobRecord) => number | string> = {
    state: (record) => JOB_STATES.indexOf(record.state),
    function: (record) => record.function,
    server: (record) => record.key.server,
    priority: (record) => PRIORITY_ORDER[record.priority],
    waited: (record) => record.waited(now),
    ran: (record) => record.ran(now) ?? -1,
    workload: (record) => record.workloadSize,
    result: (record) => record.resultSize,
  };
  const of = value[sort];
  return (a, b) => {
    const [left, right] = [of(a), of(b)];
    return left < right ? -1 : left > right ? 1 : a.submittedAt - b.submittedAt;
  };
}
