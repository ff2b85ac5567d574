import { Gone, Pool } from '../client/pool.ts';
import { Spread, type Spreadable } from '../client/spread.ts';
import { type Heard, isLast, submitJob, type Work } from '../client/submit.ts';
import { AppError, type Failure, failureOf } from '../contract/errors.ts';
import type { JobKey } from '../contract/keys.ts';
import { LOCAL } from '../contract/servers.ts';
import type {
  Detour,
  SpreadHow,
  Stop,
  SubmissionInfo,
  SubmissionRow,
  SubmissionState,
} from '../contract/submission.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import { now } from '../util/clock.ts';
import { Kept } from '../util/kept.ts';

/** Submissions that are remembered, and bytes of result kept of the newest of them. */
const SUBMISSIONS_KEPT = 50;
const RESULT_BYTES = 256 * 1024 * 1024;
/** Bytes of a result that go to the window; the rest is saved to a file on request. */
const SHOWN_BYTES = 256 * 1024;

/** How long a submission waits for the server's first answer before it shows as being sent, ms. */
const ANSWER_WITHIN = 2000;

export interface SubmissionParts {
  origins: Origins;
  onChange: () => void;
}

export interface SubmissionTarget extends Target {
  /** The embedded one, or host:port of another, whose runs are not known. */
  server: string;
  run: number;
  /** What it is in keys of jobs, where it is one of ours that is reached by its address; undefined of others. */
  source?: { server: string; run: number } | undefined;
}

/** One of several servers. */
interface OneOfSeveral {
  /** Where it is: its name on the ring. */
  address: string;
  /** As the person has it: `embedded`, or the address. */
  name: string;
  /** Undefined while it does not run. */
  target: SubmissionTarget | undefined;
}

export interface Several {
  how: SpreadHow;
  servers: readonly OneOfSeveral[];
}

/** Lists of servers whose turns are remembered. */
const SPREADS_KEPT = 20;

interface Submitted {
  id: number;
  work: Work;
  /** Where it is, or where it is being sent. */
  target: Pick<SubmissionTarget, 'server' | 'run' | 'source'>;
  spread: SubmissionInfo['spread'];
  state: SubmissionState;
  key: JobKey | null;
  sentAt: number;
  endedAt: number | null;
  result: Kept;
  warnings: Kept;
  exception: Kept | null;
  progress: { numerator: number; denominator: number } | null;
  problem: Failure | null;
  abandon: () => void;
}

/** Jobs that the person submitted from here, as their client sees them. */
export class Submissions {
  readonly #parts: SubmissionParts;
  readonly #all = new Map<number, Submitted>();
  /** By how and to whom they spread. */
  readonly #spreads = new Map<string, Spread>();
  readonly #gone = new Gone();
  #lastId = 0;

  constructor(parts: SubmissionParts) {
    this.#parts = parts;
  }

  /**
   * Sends the job; resolves when the server has named it or refused it. A failure to connect is thrown; what fails later
   * stands in the submission.
   */
  async submit(work: Work, target: SubmissionTarget): Promise<number> {
    const submitted = this.#submitted(work, target, null);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    submitted.abandon = await submitJob(work, {
      target,
      origins: this.#parts.origins,
      onHeard: (heard) => {
        this.#hear(submitted, heard);
        answer();
      },
    });
    this.#all.set(submitted.id, submitted);
    this.#bound();
    await soon(answered);
    return submitted.id;
  }

  /**
   * Sends the job to one of several servers: to the next one while one does not answer, or goes before it has named the job. Resolves
   * and throws as `submit` does.
   */
  async submitTo(several: Several, work: Work): Promise<number> {
    const { how, servers } = several;
    const spread = this.#spreadOf(several);
    const at = (address: string) => servers.find((each) => each.address === address)?.target;
    const detours: Detour[] = [];
    const submitted = this.#submitted(
      work,
      { server: spread.look(work)[0] as string, run: 0 },
      { how, servers: servers.map(({ name }) => name), detours },
    );
    const pool = new Pool({
      servers: servers.map(({ address, target }) => ({ name: address, target })),
      spread,
      gone: this.#gone,
      origins: this.#parts.origins,
      exceptions: work.exceptions && !work.background,
    });
    const { promise: answered, resolve: answer, reject: refuse } = Promise.withResolvers<void>();
    let isShown = false;
    let wasSent = false;
    this.#all.set(submitted.id, submitted);
    submitted.abandon = () => pool.close();
    pool.submit(work, (heard) => {
      if (heard.kind === 'went') {
        submitted.target = at(heard.server) ?? submitted.target;
        wasSent = true;
      } else if (heard.kind === 'left') {
        detours.push({
          server: nameIn(servers, heard.server),
          problem: failureOf(heard.error),
          wasSent: heard.wasSent,
        });
      } else {
        if (isLast(heard, work)) pool.close();
        if (heard.kind === 'broken' && !wasSent && !isShown) return refuse(heard.error);
        this.#hear(submitted, heard);
        return answer();
      }
      this.#parts.onChange();
    });
    try {
      await soon(answered);
    } catch (error) {
      this.#all.delete(submitted.id);
      throw error;
    }
    isShown = true;
    this.#bound();
    return submitted.id;
  }

  /** Where the next job would go, and where then. */
  stops(several: Several, job: Spreadable): Stop[] {
    return this.#spreadOf(several)
      .look(job, (address) => !this.#gone.has(address))
      .map((address) => ({ server: nameIn(several.servers, address), isGone: this.#gone.has(address) }));
  }

  #spreadOf({ how, servers }: Several): Spread {
    const names = servers.map(({ address }) => address);
    const key = [how, ...names].join(' ');
    const spread = this.#spreads.get(key) ?? new Spread(how, names);
    this.#spreads.set(key, spread);
    const [oldest] = this.#spreads.keys();
    if (this.#spreads.size > SPREADS_KEPT && oldest !== undefined) this.#spreads.delete(oldest);
    return spread;
  }

  #submitted(work: Work, target: Submitted['target'], spread: Submitted['spread']): Submitted {
    return {
      id: ++this.#lastId,
      work,
      target,
      spread,
      state: 'sending',
      key: null,
      sentAt: now(),
      endedAt: null,
      result: new Kept(),
      warnings: new Kept(),
      exception: null,
      progress: null,
      problem: null,
      abandon: () => {},
    };
  }

  get(id: number): Omit<SubmissionInfo, 'joined' | 'waited' | 'ran' | 'steps' | 'outcome'> | null {
    const found = this.#all.get(id);
    if (found === undefined) return null;
    const { work, spread, state, key, sentAt, endedAt, result, warnings, exception, progress, problem } = found;
    return {
      id,
      function: work.function,
      unique: work.unique,
      background: work.background,
      server: serverOf(found),
      listed: isListed(found),
      spread: spread && { ...spread, detours: [...spread.detours] },
      state,
      key,
      sentAt,
      endedAt,
      result: result.content(SHOWN_BYTES),
      warnings: warnings.content(SHOWN_BYTES),
      exception: exception?.content(SHOWN_BYTES) ?? null,
      progress,
      problem,
    };
  }

  /** Those that are remembered, the last one first. */
  list(): SubmissionRow[] {
    return [...this.#all.values()].reverse().map((submitted) => ({
      id: submitted.id,
      function: submitted.work.function,
      server: serverOf(submitted),
      background: submitted.work.background,
      state: submitted.state,
      sentAt: submitted.sentAt,
      endedAt: submitted.endedAt,
    }));
  }

  /** The job that it is in the list of jobs; null where it is in none. */
  listedAs(id: number): JobKey | null {
    const found = this.#all.get(id);
    return found !== undefined && isListed(found) ? found.key : null;
  }

  /** The last one that the embedded server has named: what was sent to others is not kept here. */
  get lastNamed(): { key: JobKey; function: string } | null {
    const found = [...this.#all.values()].findLast(({ key }) => key?.server === LOCAL);
    return found?.key ? { key: found.key, function: found.work.function } : null;
  }

  /** The servers that a job was to be spread over, as the person has them; null of one that was not, or is not remembered. */
  spreadOf({ server, run, handle }: JobKey): readonly string[] | null {
    const found = [...this.#all.values()].find(
      ({ key }) => key !== null && key.server === server && key.run === run && key.handle === handle,
    );
    return found?.spread?.servers ?? null;
  }

  /** The whole result. Throws `not-kept` where it is too large to be kept or has been forgotten. */
  result(id: number): Buffer {
    const bytes = this.#all.get(id)?.result.bytes();
    if (bytes == null) throw new AppError('not-kept', 'The result is no longer kept.');
    return bytes;
  }

  /** Stops waiting for the job. */
  abandon(id: number): void {
    const found = this.#all.get(id);
    if (found === undefined || found.endedAt !== null) return;
    found.abandon();
    this.#end(found, 'abandoned');
  }

  /** Forgets one that was none of the person's. */
  forget(id: number): void {
    this.abandon(id);
    this.#all.delete(id);
    this.#parts.onChange();
  }

  /** Abandons all that still waits. */
  close(): void {
    for (const submitted of this.#all.values()) submitted.abandon();
  }

  #hear(submitted: Submitted, heard: Heard): void {
    const { server, run } = submitted.target.source ?? submitted.target;
    switch (heard.kind) {
      case 'created':
        submitted.key = { server, run, handle: heard.handle };
        if (submitted.work.background) this.#end(submitted, 'accepted');
        else submitted.state = 'queued';
        break;
      case 'data':
        submitted.result.add(Buffer.from(heard.bytes), RESULT_BYTES);
        break;
      case 'warning':
        submitted.warnings.add(Buffer.from(heard.bytes), SHOWN_BYTES);
        break;
      case 'status':
        submitted.progress = { numerator: heard.numerator, denominator: heard.denominator };
        break;
      case 'complete':
        submitted.result.add(Buffer.from(heard.bytes), RESULT_BYTES);
        this.#end(submitted, 'done');
        break;
      case 'exception':
        submitted.exception = new Kept();
        submitted.exception.add(Buffer.from(heard.bytes), SHOWN_BYTES);
        this.#end(submitted, 'exception');
        break;
      case 'fail':
        this.#end(submitted, 'failed');
        break;
      case 'broken':
        submitted.problem = failureOf(heard.error);
        this.#end(submitted, 'broken');
    }
    this.#parts.onChange();
  }

  #end(submitted: Submitted, state: SubmissionState): void {
    if (submitted.endedAt !== null) return;
    submitted.state = state;
    submitted.endedAt = now();
    this.#parts.onChange();
  }

  /** The oldest submissions that have ended leave; of those that stay, the oldest results where they are too much together. */
  #bound(): void {
    for (const [id, oldest] of this.#all) {
      if (this.#all.size <= SUBMISSIONS_KEPT) break;
      if (oldest.endedAt !== null) this.#all.delete(id);
    }
    let bytes = 0;
    for (const submitted of [...this.#all.values()].reverse()) {
      bytes += submitted.result.kept;
      if (bytes > RESULT_BYTES) submitted.result.forget();
    }
  }
}

const nameIn = (servers: Several['servers'], address: string): string =>
  servers.find((each) => each.address === address)?.name ?? address;

const serverOf = ({ target }: Submitted): string | null => (target.server === LOCAL ? null : target.server);

/** It is on a server of ours, which tells what becomes of it. */
const isListed = ({ target }: Submitted): boolean => target.server === LOCAL || target.source !== undefined;

/** Waits for it, but not longer than a person would. */
const soon = (answered: Promise<void>): Promise<void> =>
  Promise.race([answered, new Promise<void>((resolve) => setTimeout(resolve, ANSWER_WITHIN).unref())]);
