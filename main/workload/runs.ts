import type { Worker } from 'node:worker_threads';
import { AppError, failureOf } from '../contract/errors.ts';
import type { JobEvent } from '../contract/job-event.ts';
import type { RunInfo } from '../contract/runs.ts';
import type { Origins } from '../net/origins.ts';
import { monotonic, now } from '../util/clock.ts';
import { startThread } from '../util/thread.ts';
import type { Making } from './jobs-of.ts';
import type { LoadPlaces, LoadPlan } from './load.ts';
import type { LoadNews, LoadOrder, LoadSays, LoadWish } from './load-messages.ts';

/** Runs that are remembered. */
const KEPT = 20;

/** How long the server's words are gathered before the thread gets them, ms. */
const GATHERED = 20;

export interface RunOrder {
  plan: LoadPlan;
  making: Making;
  places: LoadPlaces;
  /** Name of the file of rows, and its bytes. */
  rows: { name: string; size: number } | null;
}

interface Run {
  info: RunInfo;
  worker: Worker;
  /** When each job that has not ended was given to a worker. */
  assigned: Map<string, number>;
  handles: string[];
  times: number[];
  timer: NodeJS.Timeout | undefined;
  /** End what is written down of its connections. */
  releases: (() => void)[];
}

export interface RunsParts {
  origins: Pick<Origins, 'claimAddress'>;
  onChange: () => void;
}

/** Many jobs at once, sent from a thread of their own: the server's thread is only told what comes of them. */
export class Runs {
  readonly #origins: Pick<Origins, 'claimAddress'>;
  readonly #onChange: () => void;
  readonly #kept: RunInfo[] = [];
  #running: Run | undefined;
  /** The function whose jobs are followed; undefined where none are. */
  #followed: string | undefined;
  #lastId = 0;

  constructor({ origins, onChange }: RunsParts) {
    this.#origins = origins;
    this.#onChange = onChange;
  }

  /** The last ones, the newest first. */
  get list(): RunInfo[] {
    return this.#kept.toReversed();
  }

  /** Begins. Throws `run-busy` while another one goes on. */
  start({ plan, making, places, rows }: RunOrder): RunInfo {
    if (this.#running !== undefined) throw new AppError('run-busy', 'Another run goes on. Wait for it or cancel it.');
    const order: LoadOrder = { plan, making, places, size: rows?.size ?? 0 };
    const info: RunInfo = {
      id: ++this.#lastId,
      function: plan.function,
      how: places.how,
      servers: places.servers.map(({ address, isOurs }) => ({
        server: address,
        ...{ isEmbedded: isOurs, isReady: false, jobs: 0, ended: 0, lost: 0, left: 0 },
      })),
      background: plan.background,
      rate: plan.rate,
      concurrency: plan.concurrency,
      rows: rows?.name ?? null,
      state: 'checking',
      checked: null,
      total: null,
      counts: { sent: 0, done: 0, failed: 0, exceptions: 0, refused: 0, lost: 0, abandoned: 0 },
      startedAt: now(),
      endedAt: null,
      duration: 0,
      throughput: 0,
      stages: { total: null, waiting: null, running: null, return: null, accepted: null },
      late: 0,
      problem: null,
      firstFailure: null,
    };
    const worker = startThread('load-thread', import.meta.url, order);
    const run: Run = { info, worker, assigned: new Map(), handles: [], times: [], timer: undefined, releases: [] };
    this.#running = run;
    this.#followed = places.servers.some(({ isOurs }) => isOurs) && !plan.background ? plan.function : undefined;
    this.#kept.push(info);
    if (this.#kept.length > KEPT) this.#kept.shift();
    worker.on('message', (said: LoadSays) => {
      if ('news' in said) this.#hear(run, said.news);
      else this.#claim(run, said.claim);
    });
    worker.on('error', (error) => this.#end(run, error));
    worker.on('exit', () => this.#end(run));
    this.#onChange();
    return info;
  }

  cancel(): void {
    this.#say({ do: 'cancel' });
  }

  async close(): Promise<void> {
    await this.#running?.worker.terminate();
  }

  /** What the server of ours tells of a job. Called for each change of each job: it has to be quick. */
  follow(event: JobEvent): void {
    const run = this.#running;
    if (run === undefined || this.#followed !== event.job.functionName) return;
    const { handle } = event.job;
    switch (event.kind) {
      case 'assigned':
        run.assigned.set(handle, monotonic());
        return;
      case 'complete':
      case 'exception':
      case 'fail': {
        const assigned = run.assigned.get(handle);
        if (assigned === undefined) return;
        run.assigned.delete(handle);
        run.handles.push(handle);
        run.times.push(assigned, monotonic());
        run.timer ??= setTimeout(() => this.#passOn(run), GATHERED);
        return;
      }
      case 'abandoned':
      case 'cancelled':
      case 'dropped':
      case 'given-up':
        run.assigned.delete(handle);
        return;
      default:
    }
  }

  #passOn(run: Run): void {
    run.timer = undefined;
    this.#say({ do: 'tell', handles: run.handles.splice(0), times: Float64Array.from(run.times.splice(0)) });
  }

  /** The jobs are the person's own: so are the connections that they come over. */
  #claim(run: Run, address: string): void {
    run.releases.push(this.#origins.claimAddress(address, 'self'));
    run.worker.postMessage({ do: 'claimed', address } satisfies LoadWish);
  }

  #say(wish: LoadWish): void {
    this.#running?.worker.postMessage(wish);
  }

  #hear(run: Run, { state, duration, counts, ...news }: LoadNews): void {
    const { info } = run;
    const throughput = duration > 0 ? (counts.done * 1000) / duration : 0;
    const isOver = state !== 'checking' && state !== 'running';
    Object.assign(info, {
      state,
      duration,
      counts,
      throughput,
      ...news,
      endedAt: isOver ? (info.endedAt ?? now()) : null,
    });
    // The next one may begin, though the thread takes a moment to end.
    if (isOver) this.#end(run);
    else this.#onChange();
  }

  #end(run: Run, error?: unknown): void {
    if (this.#running !== run) return;
    clearTimeout(run.timer);
    for (const release of run.releases) release();
    this.#running = undefined;
    this.#followed = undefined;
    if (run.info.endedAt === null)
      Object.assign(run.info, {
        state: 'failed',
        endedAt: now(),
        problem: failureOf(error ?? new Error('The thread ended.')),
      });
    this.#onChange();
  }
}
