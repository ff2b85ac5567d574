import { randomUUID } from 'node:crypto';
import { Gone, Pool, type PoolHeard } from '../client/pool.ts';
import { Spread } from '../client/spread.ts';
import { type Job, openClient } from '../client/submit.ts';
import { type AppError, type Failure, failureOf } from '../contract/errors.ts';
import type { Priority } from '../contract/jobs.ts';
import { type RunCounts, type RunServer, STAGES, type Stage, type StageSummary } from '../contract/runs.ts';
import type { SpreadHow } from '../contract/submission.ts';
import type { Target } from '../net/dial.ts';
import type { Registry } from '../net/origins.ts';
import { monotonic } from '../util/clock.ts';
import { Latency } from './latency.ts';
import { hashOf, idOfHash } from './unique-id.ts';

/** Connections that jobs go over, at most. */
const CONNECTIONS = 16;

/** Bytes of workload that may be on their way at once. */
const BYTES_ON_THE_WAY = 64 * 1024 * 1024;

/** Jobs of which the server has told more than their client has heard yet. */
const FACTS_KEPT = 100_000;

export interface LoadPlan {
  function: string;
  background: boolean;
  priority: Priority;
  unique: 'none' | 'random' | 'hash';
  /** Jobs per second; 0 is as fast as they end. */
  rate: number;
  concurrency: number;
}

/** A server that jobs go to; undefined where ours does not run. */
export interface LoadServer {
  address: string;
  target: Target | undefined;
  /** It is ours: it tells of the jobs what no client hears, and `tell` is called with that. */
  isOurs: boolean;
}

/** Where jobs go, and how they are spread where it is more than one server. */
export interface LoadPlaces {
  how: SpreadHow | null;
  servers: readonly LoadServer[];
}

/** When a job was given to its last worker, and when it ended, by the clock of `monotonic`. */
export interface Facts {
  assignedAt: number;
  endedAt: number;
}

/** What jobs go through. */
interface Sender {
  submit(job: Job, onHeard: (heard: PoolHeard) => void): void;
  close(): void;
  isReady(address: string): boolean;
}

interface Sent {
  /** When it was to be sent. */
  readonly intendedAt: number;
  readonly size: number;
  /** Where it is, and its name there; empty before it has one. */
  at: RunServer | undefined;
  handle: string;
  /** Our server tells of it. */
  isTold: boolean;
  endedAt: number | null;
}

/**
 * Sends jobs, each at its time: the k-th of them k / rate seconds after the first, whatever became of those before. What it finds late
 * it sends late, and the time counts from when it should have been.
 */
export class Load {
  readonly counts: RunCounts = { sent: 0, done: 0, failed: 0, exceptions: 0, refused: 0, lost: 0, abandoned: 0 };
  /** How much too late the latest job was sent, ms. */
  late = 0;
  problem: Failure | null = null;
  firstFailure: string | null = null;
  readonly #plan: LoadPlan;
  readonly #origins: Registry | undefined;
  readonly #latency: Record<Stage, Latency>;
  readonly #byHandle = new Map<string, Sent[]>();
  readonly #facts = new Map<string, Facts>();
  readonly #servers = new Map<string, RunServer>();
  #sender: Sender | undefined;
  #open = 0;
  #bytes = 0;
  #startedAt = 0;
  #lastAt = 0;
  #ended = false;
  #wake = () => {};

  constructor(plan: LoadPlan, origins?: Registry) {
    this.#plan = plan;
    this.#origins = origins;
    this.#latency = Object.fromEntries(STAGES.map((stage) => [stage, new Latency()])) as Record<Stage, Latency>;
  }

  get stages(): Record<Stage, StageSummary | null> {
    return Object.fromEntries(
      Object.entries(this.#latency).map(([stage, latency]) => [stage, latency.summary]),
    ) as Record<Stage, StageSummary | null>;
  }

  /** From the first job that was sent to the last that was heard of, ms. */
  get duration(): number {
    return this.counts.sent === 0 ? 0 : Math.max(0, this.#lastAt - this.#startedAt);
  }

  /** What each server has of it. */
  get servers(): RunServer[] {
    return [...this.#servers.values()].map((each) => ({
      ...each,
      isReady: this.#sender?.isReady(each.server) ?? false,
    }));
  }

  /** Connects, sends all of them and waits for their ends. Throws what `dial` throws. */
  async run(places: LoadPlaces, workloads: AsyncIterable<Buffer>): Promise<void> {
    const { concurrency, rate } = this.#plan;
    for (const { address, isOurs } of places.servers)
      this.#servers.set(address, {
        server: address,
        ...{ isEmbedded: isOurs, isReady: false, jobs: 0, ended: 0, lost: 0, left: 0 },
      });
    const connections = Math.min(concurrency, CONNECTIONS);
    const [only] = places.servers;
    if (places.how !== null) await this.#connectToAll(places.how, places.servers, connections);
    else if (only?.target !== undefined) await this.#connect(only.address, only.target, connections);
    this.#startedAt = monotonic();
    this.#lastAt = this.#startedAt;
    let number = 0;
    for await (const workload of workloads) {
      while (!this.#ended && !this.#hasRoom(workload.length)) await this.#change();
      const intendedAt = rate === 0 ? monotonic() : this.#startedAt + (number * 1000) / rate;
      await this.#until(intendedAt);
      if (this.#ended) break;
      this.late = Math.max(this.late, monotonic() - intendedAt);
      this.#send(workload, intendedAt);
      number += 1;
      // Answers are read only where the loop is left now and then.
      if (number % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    while (!this.#ended && this.#open > 0) await this.#change();
    this.close();
  }

  /** Sends no more, and waits for nothing more. */
  close(): void {
    if (!this.#ended) this.counts.abandoned += this.#open;
    this.#ended = true;
    this.#sender?.close();
    this.#wake();
  }

  /** What the server tells of a job beside what its client hears. */
  tell(handle: string, facts: Facts): void {
    const jobs = this.#byHandle.get(handle);
    const ended = jobs?.filter(({ endedAt }) => endedAt !== null) ?? [];
    for (const sent of ended) this.#split(sent, facts);
    if (jobs !== undefined && ended.length === jobs.length) {
      this.#byHandle.delete(handle);
      return;
    }
    this.#facts.set(handle, facts);
    if (this.#facts.size <= FACTS_KEPT) return;
    for (const oldest of this.#facts.keys()) {
      this.#facts.delete(oldest); // a job of somebody else
      break;
    }
  }

  #hasRoom(size: number): boolean {
    if (this.#open >= this.#plan.concurrency) return false;
    return this.#open === 0 || this.#bytes + size <= BYTES_ON_THE_WAY;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #until(time: number): Promise<void> {
    for (let rest = time - monotonic(); rest > 0 && !this.#ended; rest = time - monotonic()) {
      let timer: NodeJS.Timeout | undefined;
      const slept = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.min(rest, 1000));
        this.#wake = resolve;
      });
      await slept;
      clearTimeout(timer);
    }
  }

  async #connect(address: string, target: Target, connections: number): Promise<void> {
    const clients: Awaited<ReturnType<typeof openClient>>[] = [];
    let turn = 0;
    this.#sender = {
      submit: (job, onHeard) => {
        onHeard({ kind: 'went', server: address });
        clients[turn++ % clients.length]?.submit(job, onHeard);
      },
      close: () => {
        for (const client of clients) client.close();
      },
      isReady: () => clients.length > 0 && this.problem === null,
    };
    while (clients.length < connections && !this.#ended)
      clients.push(await openClient({ target, origins: this.#origins, exceptions: !this.#plan.background }));
  }

  async #connectToAll(how: SpreadHow, servers: readonly LoadServer[], connections: number): Promise<void> {
    const names = servers.map(({ address }) => address);
    const pool = new Pool({
      servers: servers.map(({ address, target }) => ({ name: address, target })),
      spread: new Spread(how, names),
      gone: new Gone(),
      origins: this.#origins,
      exceptions: !this.#plan.background,
      connections: Math.max(1, Math.floor(connections / names.length)),
    });
    this.#sender = pool;
    await pool.open();
  }

  #send(workload: Buffer, intendedAt: number): void {
    const { function: name, background, priority, unique } = this.#plan;
    const job = { function: name, unique: uniqueOf(unique, workload), workload, priority, background };
    const sent: Sent = { intendedAt, size: workload.length, at: undefined, handle: '', isTold: false, endedAt: null };
    this.counts.sent += 1;
    this.#open += 1;
    this.#bytes += sent.size;
    this.#sender?.submit(job, (heard) => {
      if (!this.#ended) this.#hear(heard, sent);
    });
  }

  #hear(heard: PoolHeard, sent: Sent): void {
    switch (heard.kind) {
      case 'went':
        sent.at = this.#servers.get(heard.server);
        if (sent.at !== undefined) sent.at.jobs += 1;
        return;
      case 'left':
        if (!heard.wasSent || sent.at === undefined) return;
        sent.at.jobs -= 1;
        sent.at.left += 1;
        sent.at = undefined;
        return;
      case 'created':
        return this.#name(sent, heard.handle);
      case 'complete':
        return this.#end(sent, 'done');
      case 'fail':
        return this.#end(sent, 'failed', '');
      case 'exception':
        return this.#end(sent, 'exceptions', heard.bytes.toString('utf8', 0, 200));
      case 'broken':
        return this.#break(sent, heard.error);
      default:
    }
  }

  #name(sent: Sent, handle: string): void {
    sent.handle = handle;
    this.#latency.accepted.add(monotonic() - sent.intendedAt);
    sent.isTold = sent.at?.isEmbedded === true;
    if (this.#plan.background) this.#end(sent, 'done');
    else if (sent.isTold) this.#byHandle.set(handle, [...(this.#byHandle.get(handle) ?? []), sent]);
  }

  /** A refusal is the job's own; a connection that broke is everybody's, where there is no other server. */
  #break(sent: Sent, error: AppError): void {
    const isLost = sent.handle !== '';
    if (isLost && sent.at !== undefined) sent.at.lost += 1;
    this.#end(sent, isLost ? 'lost' : 'refused', error.message);
    if (error.code === 'server-refused' || (isLost && this.#servers.size > 1)) return;
    this.problem ??= failureOf(error);
    this.close();
  }

  #end(sent: Sent, as: 'done' | 'failed' | 'exceptions' | 'refused' | 'lost', said: string | null = null): void {
    const at = monotonic();
    const { handle } = sent;
    sent.endedAt = at;
    this.#lastAt = at;
    this.counts[as] += 1;
    if (sent.at !== undefined) sent.at.ended += 1;
    this.#open -= 1;
    this.#bytes -= sent.size;
    if (said !== null) this.firstFailure ??= said;
    if (!this.#plan.background && handle !== '' && as !== 'lost') this.#latency.total.add(at - sent.intendedAt);
    const facts = sent.isTold ? this.#facts.get(handle) : undefined;
    if (facts !== undefined) {
      this.#split(sent, facts);
      const left = (this.#byHandle.get(handle) ?? []).filter((each) => each !== sent);
      if (left.length > 0) this.#byHandle.set(handle, left);
      else {
        this.#byHandle.delete(handle);
        this.#facts.delete(handle);
      }
    }
    this.#wake();
  }

  /** Where its time went: until a worker had it, on the worker, and back to its client. */
  #split({ intendedAt, endedAt }: Sent, facts: Facts): void {
    this.#latency.waiting.add(facts.assignedAt - intendedAt);
    this.#latency.running.add(facts.endedAt - facts.assignedAt);
    this.#latency.return.add((endedAt ?? facts.endedAt) - facts.endedAt);
  }
}

function uniqueOf(unique: LoadPlan['unique'], workload: Buffer): string {
  if (unique === 'random') return randomUUID();
  return unique === 'hash' ? idOfHash(hashOf(workload)) : '';
}
