import { type AppError, type Failure, failureOf } from '../contract/errors.ts';
import type { Wire } from '../contract/keys.ts';
import type { ServerAction, ServerCounts, ServerHistory, ServerHistorySpan } from '../contract/servers.ts';
import type { Target } from '../net/dial.ts';
import { FunctionTable, readWorkers, type WorkerConnection } from '../protocol/tables.ts';
import { now } from '../util/clock.ts';
import { act } from './act.ts';
import type { Answer, Heard } from './conversation.ts';
import { CountHistory } from './count-history.ts';
import { KnownJobs } from './known-jobs.ts';
import { type Asker, POLL_PATIENCE, Polling, type PollingParts } from './polling.ts';

const VERSION = 'version';
const STATUS = 'status';
const PRIORITIES = 'prioritystatus';
const WORKERS = 'workers';
const JOBS = 'show jobs';

/** Jobs of a server up to which it is asked for all of them: it writes them into one piece of memory before it sends them. */
export const JOBS_MOST = 100_000;
/** Between two looks at the jobs, ms: no question costs the server more. */
const JOBS_EVERY = 4000;

export interface AttachedParts extends PollingParts {
  /** Told after each poll and each change of how it is. */
  onChange: () => void;
}

/** How an attached server is: fields of ServerInfo. */
export interface AttachedState {
  state: 'starting' | 'running' | 'failed';
  run: number;
  echo: { milliseconds: number; at: number } | null;
  version: string | null;
  counts: ServerCounts | null;
  countedAt: number | null;
  failure: Failure | null;
  retryAt: number | null;
  unknown: string[];
}

/**
 * Somebody's server, looked at with the text protocol over one connection, from when it is made until `close`. What it does not
 * know or tell is left out and said; nothing of what it has is changed but by `act`.
 */
export class Attached {
  /** As they were at `countedAt`; they are filled again in place, and `version` grows with each change. */
  readonly functions = new FunctionTable();
  readonly #target: Target;
  readonly #onChange: () => void;
  readonly #polling: Polling;
  readonly #history = new CountHistory();
  #state: AttachedState['state'] = 'starting';
  #run = 0;
  #echo: AttachedState['echo'] = null;
  #version: string | null = null;
  #counts: ServerCounts | null = null;
  #countedAt: number | null = null;
  #failure: Failure | null = null;
  #failures = 0;
  #retryAt: number | null = null;
  #workers: readonly WorkerConnection[] = [];
  #connections: number | null = null;
  #jobs: KnownJobs | null = null;
  #watchesJobs = false;
  #jobsAskedAt = Number.NEGATIVE_INFINITY;
  #versionAsked = false;
  /** What it does not answer, since it was connected; and what is not asked, because connections break at it or it is too large. */
  readonly #unknown = new Set<string>();
  readonly #leftOut = new Set<string>();

  constructor({ onChange, ...parts }: AttachedParts) {
    this.#target = parts.target;
    this.#onChange = onChange;
    const asker: Asker = {
      connected: (run) => this.#connected(run),
      due: () => this.#due(),
      echoed: (milliseconds) => this.#echoed(milliseconds),
      heard: (question, heard) => this.#heard(question, heard),
      polled: () => this.#polled(),
      failed: (error, retryAt) => this.#failed(error, retryAt),
      leftOut: (question) => void this.#leftOut.add(question),
    };
    this.#polling = new Polling(parts, asker);
  }

  /** What it had when it could be asked is not what it has: there is no echo and no count while it cannot. */
  get state(): AttachedState {
    const away = this.#state === 'failed';
    return {
      state: this.#state,
      run: this.#run,
      echo: away ? null : this.#echo,
      version: this.#version,
      counts: away ? null : this.#counts,
      countedAt: this.#countedAt,
      failure: this.#failure,
      retryAt: this.#retryAt,
      unknown: [...new Set([...this.#unknown, ...this.#leftOut])],
    };
  }

  /** How often it could not be asked. */
  get failures(): number {
    return this.#failures;
  }

  /** Connections that registered for functions, the same array until something changes. */
  get workers(): readonly WorkerConnection[] {
    return this.#workers;
  }

  /** Null where they are not watched, not told, or too many. */
  get jobs(): KnownJobs | null {
    return this.#jobs;
  }

  /** Between two polls, s. */
  setEvery(seconds: number): void {
    this.#polling.setEvery(seconds);
  }

  /** Whether jobs are asked for too: to be said while somebody looks at them, and no longer. */
  watchJobs(on: boolean): void {
    if (on === this.#watchesJobs) return;
    this.#watchesJobs = on;
    this.#jobsAskedAt = Number.NEGATIVE_INFINITY;
    this.#polling.allow(JOBS);
    this.#leftOut.delete(JOBS);
    if (on) return this.#polling.now();
    this.#forgetJobs();
  }

  /** Looks again at once, or tries again at once to reach it; what was left out is asked again too. */
  retry(): void {
    this.#polling.allow();
    this.#leftOut.clear();
    this.#polling.now();
  }

  /** Counts of the server, or of a function, since it was attached. */
  history(name: Wire | null, span: ServerHistorySpan): ServerHistory {
    return this.#history.read(name, span, now(), this.functions);
  }

  /**
   * Has the server change something, over a connection of its own. Resolves with what it said. Throws `bad-input` for a name
   * that the text protocol cannot say, `change-refused` with the server's words, `connection-timeout`, and what `dial` throws.
   */
  async act(action: ServerAction): Promise<string> {
    const said = await act(this.#target, action, POLL_PATIENCE);
    this.#polling.now();
    return said;
  }

  close(): void {
    this.#polling.close();
  }

  #connected(run: number): void {
    this.#run = run;
    this.#unknown.clear();
    this.#versionAsked = false;
  }

  #due(): string[] {
    const due = [...(this.#versionAsked ? [] : [VERSION]), STATUS, PRIORITIES, WORKERS];
    this.#versionAsked = true;
    if (this.#jobsAreDue()) {
      this.#jobsAskedAt = performance.now();
      due.push(JOBS);
    }
    return due.filter((question) => !this.#unknown.has(question));
  }

  /** Only once it is known how many there are. */
  #jobsAreDue(): boolean {
    const { queued, running } = this.#counts ?? { queued: Number.POSITIVE_INFINITY, running: 0 };
    if (queued + running > JOBS_MOST) this.#forgetJobs();
    else return this.#watchesJobs && performance.now() - this.#jobsAskedAt >= JOBS_EVERY;
    return false;
  }

  #forgetJobs(): void {
    this.#jobs = null;
    this.#polling.forget(JOBS);
  }

  #echoed(milliseconds: number): void {
    this.#echo = { milliseconds, at: now() };
  }

  #heard(question: string, heard: Heard): void {
    if (heard.kind === 'nothing' || isRefusal(heard.bytes) || !this.#read(question, heard)) this.#unknown.add(question);
  }

  /** Reads an answer, where it is not the one that there was. Returns whether it is one to that question. */
  #read(question: string, { bytes, same }: Answer): boolean {
    switch (question) {
      case VERSION:
        this.#version = versionIn(bytes);
        return true;
      case STATUS:
        if (same) this.functions.same();
        return same || this.functions.readStatus(bytes);
      case PRIORITIES:
        // Of rows that changed their places it is read again.
        return (same && this.functions.waiting !== null) || this.functions.readPriorities(bytes);
      case WORKERS:
        return same || this.#readWorkers(bytes);
      default:
        if (!same) this.#jobs = KnownJobs.from(bytes);
        return this.#jobs !== null;
    }
  }

  #readWorkers(bytes: Buffer): boolean {
    const read = readWorkers(bytes);
    if (read === null) return false;
    this.#workers = read.workers;
    this.#connections = Math.max(0, read.connections - 1); // ours is no matter of theirs
    return true;
  }

  #polled(): void {
    const at = now();
    this.#state = 'running';
    this.#failure = null;
    this.#retryAt = null;
    if (!this.#unknown.has(STATUS)) {
      this.#counts = this.#count();
      this.#countedAt = at;
      this.#history.note(at, this.#counts, this.functions);
    }
    this.#onChange();
    if (this.#jobsAskedAt === Number.NEGATIVE_INFINITY && this.#jobsAreDue()) this.#polling.now();
  }

  #count(): ServerCounts {
    const { count, queued, running, workers, tellsWorkers } = this.functions;
    const counts = { functions: count, queued: 0, running: 0, workers: 0, connections: this.#connections, stuck: 0 };
    let most = 0;
    for (let row = 0; row < count; row += 1) {
      const [waits, able] = [queued[row] as number, workers[row] as number];
      counts.queued += waits;
      counts.running += running[row] as number;
      if (waits > 0 && able === 0 && tellsWorkers) counts.stuck += 1;
      if (able > most) most = able;
    }
    // A worker is counted for each of its functions there: so many are there at least.
    counts.workers = this.#connections === null ? most : this.#workers.length;
    return counts;
  }

  #failed(error: AppError, retryAt: number): void {
    this.#state = 'failed';
    this.#failure = failureOf(error);
    this.#failures += 1;
    this.#retryAt = retryAt;
    this.#history.missed(now());
    this.#onChange();
  }
}

const isRefusal = (answer: Buffer): boolean => answer.toString('latin1', 0, 4) === 'ERR ';

/** `OK 1.1.20`, or Perl's `v1.130.1`. */
const versionIn = (answer: Buffer): string => answer.toString('latin1').replace(/^OK /, '').trim();
