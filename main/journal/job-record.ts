import type {
  CommandOutcome,
  ContentPart,
  JobDetail,
  JobRow,
  JobState,
  JobStep,
  KeptContent,
  Priority,
} from '../contract/jobs.ts';
import type { JobKey, Wire } from '../contract/keys.ts';
import { Kept } from '../util/kept.ts';
import { SLAB } from '../util/slabs.ts';
import type { HeardEvent, SubmittedJob } from './event-columns.ts';

/** Steps kept of one job: the first and the last of them; a worker may report progress a million times. */
export const FIRST_STEPS = 20;
const LAST_STEPS = 180;
const PREVIEW_BYTES = 120;

/** A job's story so far, and its bytes while they are kept. */
export class JobRecord {
  /** Counts up from 0 over all jobs that were submitted. */
  readonly number: number;
  readonly key: JobKey;
  readonly function: Wire;
  readonly unique: Wire;
  readonly priority: Priority;
  readonly workloadSize: number;
  readonly submittedAt: number;
  state: JobState = 'queued';
  background: boolean;
  client: string | null = null;
  worker: string | null = null;
  assignedAt: number | null = null;
  endedAt: number | null = null;
  dueAt: number | null = null;
  attempts = 0;
  submissions = 1;
  progress: { numerator: number; denominator: number } | null = null;
  outcome: CommandOutcome | null = null;
  /** Its number in the file of background jobs; 0 where it was never in there. */
  keptAs: number;
  #workload: Buffer | null;
  /** The first bytes of a workload that was forgotten. */
  #preview: Buffer | null = null;
  readonly #result: Kept;
  readonly #warnings: Kept;
  readonly #cuts: boolean;
  #exception: Kept | null = null;
  readonly #first: JobStep[] = [];
  #last: JobStep[] = [];
  #skipped = 0;

  /** The workload must last. Where it is the first bytes of one, `cut` says how many there were; of results the first are kept then. */
  constructor(number: number, key: JobKey, job: SubmittedJob, at: number, cut?: { workloadSize: number }) {
    this.number = number;
    this.key = key;
    this.function = job.functionName;
    this.unique = job.unique;
    this.priority = job.priority;
    this.background = job.background;
    this.keptAs = job.keptAs;
    this.submittedAt = at;
    const { workload } = job;
    this.workloadSize = cut?.workloadSize ?? workload.length;
    this.#cuts = cut !== undefined;
    this.#result = new Kept(this.#cuts);
    this.#warnings = new Kept(this.#cuts);
    const { byteLength } = workload.buffer;
    const alone = byteLength <= SLAB || workload.length * 2 > byteLength;
    this.#workload = alone ? workload : Buffer.from(workload);
  }

  /** A job as it was told by `detail`, to go on from there. Its bytes are the first ones. */
  static from(number: number, told: JobDetail): JobRecord {
    const {
      key,
      function: functionName,
      unique,
      priority,
      background,
      workload,
      result,
      warnings,
      exception,
      keptAs,
    } = told;
    const bytes = Buffer.from(workload.bytes ?? []);
    const job = { handle: key.handle, functionName, unique, priority, background, workload: bytes, keptAs };
    const record = new JobRecord(number, key, job, told.submittedAt, { workloadSize: workload.size });
    const { state, client, worker, assignedAt, endedAt, dueAt, attempts, submissions, progress, outcome } = told;
    const { steps, skippedSteps } = told;
    const story = { state, client, worker, assignedAt, endedAt, dueAt, attempts, submissions, progress, outcome };
    Object.assign(record, story);
    record.#result.restore(result);
    record.#warnings.restore(warnings);
    if (exception !== null) {
      record.#exception = new Kept(true);
      record.#exception.restore(exception);
    }
    record.#first.push(...steps.slice(0, FIRST_STEPS));
    record.#last = steps.slice(FIRST_STEPS);
    record.#skipped = skippedSteps;
    return record;
  }

  get ended(): boolean {
    return this.endedAt !== null;
  }

  /** Time in the queue up to now or to the last assignment, in ms. */
  waited(now: number): number {
    return (this.assignedAt ?? this.endedAt ?? now) - this.submittedAt;
  }

  /** Time on the worker, in ms; null where none has it. */
  ran(now: number): number | null {
    return this.assignedAt === null ? null : (this.endedAt ?? now) - this.assignedAt;
  }

  /** Bytes of memory that the content takes. */
  get keptBytes(): number {
    return (this.#workload?.length ?? 0) + this.#result.kept + this.#warnings.kept + (this.#exception?.kept ?? 0);
  }

  get workload(): Buffer | null {
    return this.#workload;
  }

  /** The first bytes of the workload; they stay when the rest is forgotten. A copy of just them, to be sent to a window. */
  get preview(): Uint8Array {
    return Uint8Array.from(this.#preview ?? this.#workload?.subarray(0, PREVIEW_BYTES) ?? []);
  }

  get resultSize(): number {
    return this.#result.size;
  }

  /**
   * Applies an event, whose bytes must last. `limit` is how many bytes of result may be kept; what comes beyond is counted only.
   * The bytes may be the first of `size`.
   */
  apply(event: HeardEvent, at: number, limit: number, size?: number): void {
    switch (event.kind) {
      case 'submitted':
        return;
      case 'joined':
        this.submissions += 1;
        this.background ||= event.background;
        this.keptAs = event.keptAs;
        return;
      case 'assigned':
        this.state = 'running';
        this.assignedAt = at;
        this.attempts += 1;
        return;
      case 'status':
        this.progress = { numerator: event.numerator, denominator: event.denominator };
        return;
      case 'data':
        this.#result.add(event.bytes, limit, size);
        return;
      case 'warning':
        this.#warnings.add(event.bytes, limit, size);
        return;
      case 'complete':
        this.#result.add(event.bytes, limit, size);
        this.end('done', at);
        return;
      case 'exception':
        this.#exception = new Kept(this.#cuts);
        if (this.#workload === null) this.#exception.forget();
        this.#exception.add(event.bytes, limit, size);
        this.end('exception', at);
        return;
      case 'delayed':
        this.dueAt = event.until;
        return;
      case 'due':
        this.dueAt = null;
        return;
      case 'cancelled':
        this.end('cancelled', at);
        return;
      case 'fail':
      case 'given-up':
        this.end('failed', at);
        return;
      case 'requeued':
        this.state = 'queued';
        this.assignedAt = null;
        this.progress = null;
        return;
      case 'timed-out':
      case 'abandoned':
        return;
      case 'dropped':
        this.end('lost', at);
    }
  }

  /** Its server has ended: it goes with it, or goes on at the next start. */
  leave(at: number): void {
    if (this.keptAs > 0) return this.end('kept', at);
    this.end('lost', at);
    this.addStep({ at, kind: 'dropped', who: null, size: null });
  }

  end(state: JobState, at: number): void {
    this.state = state;
    this.endedAt = at;
  }

  addStep(step: JobStep): void {
    if (step.kind === 'submitted') this.client = step.who;
    if (step.kind === 'assigned') this.worker = step.who;
    if (this.#first.length < FIRST_STEPS) {
      this.#first.push(step);
      return;
    }
    this.#last.push(step);
    if (this.#last.length < LAST_STEPS * 2) return;
    this.#skipped += this.#last.length - LAST_STEPS;
    this.#last = this.#last.slice(-LAST_STEPS);
  }

  /** Forgets workload and result; sizes and times stay. */
  forgetContent(): void {
    this.#preview ??= Buffer.from(this.preview);
    this.#workload = null;
    this.#result.forget();
    this.#warnings.forget();
    this.#exception?.forget();
  }

  get steps(): { steps: JobStep[]; skippedSteps: number } {
    return { steps: [...this.#first, ...this.#last], skippedSteps: this.#skipped };
  }

  row(): JobRow {
    const { key, state, unique, priority, background, client, worker, submittedAt, assignedAt, endedAt } = this;
    const { attempts, submissions, workloadSize, preview, progress } = this;
    return {
      key,
      state,
      function: this.function,
      unique,
      priority,
      background,
      client,
      worker,
      submittedAt,
      assignedAt,
      endedAt,
      attempts,
      submissions,
      workloadSize,
      resultSize: this.resultSize,
      preview,
      progress,
    };
  }

  /** What is here of a content, of which at most `limit` bytes are told; null where there was none. */
  content(part: ContentPart, limit = Number.POSITIVE_INFINITY): KeptContent | null {
    if (part === 'workload') {
      const workload = this.#workload;
      return { size: this.workloadSize, kept: workload?.length ?? 0, bytes: workload?.subarray(0, limit) ?? null };
    }
    const kept = { result: this.#result, warnings: this.#warnings, exception: this.#exception }[part];
    return kept && { ...kept.content(limit), kept: kept.kept };
  }

  /** Forgets what of the workload comes after its first bytes. */
  keepFirst(bytes: number): void {
    if (this.#workload !== null && this.#workload.length > bytes)
      this.#workload = Buffer.from(this.#workload.subarray(0, bytes));
  }

  /** Everything; of each content at most `limit` bytes. */
  detail(limit: number): JobDetail {
    return {
      ...this.row(),
      ...this.steps,
      workload: this.content('workload', limit) as KeptContent,
      result: this.content('result', limit) as KeptContent,
      warnings: this.content('warnings', limit) as KeptContent,
      exception: this.content('exception', limit),
      outcome: this.outcome,
      dueAt: this.dueAt,
      keptAs: this.keptAs,
    };
  }
}
