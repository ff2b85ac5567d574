import type { JobEvent } from '../contract/job-event.ts';
import { lineAt } from '../protocol/codec.ts';
import { HEADER, magicAt, TEXT } from '../protocol/framer.ts';
import { PACKETS } from '../protocol/packets.ts';
import { Endings } from './endings.ts';
import { HandleTable } from './handle-table.ts';
import { LentBytes } from './lent-bytes.ts';
import { type Ends, ObservedConnection, ObservedJob, OPTION } from './observed-job.ts';
import { endOf, HEARD, MANNERS, type Manner, TOLD } from './observed-packets.ts';

export interface ObservedLimits {
  /** Jobs that are followed, and bytes of their names. */
  jobs: number;
  bytes: number;
  /** Submissions that wait for their answers, and bytes of their workloads. */
  asked: number;
  askedBytes: number;
}

export const OBSERVED_LIMITS: ObservedLimits = {
  jobs: 250_000,
  bytes: 128 * 1024 * 1024,
  asked: 100_000,
  askedBytes: 64 * 1024 * 1024,
};

/** Submissions that are compared when a worker gets a job that nobody was told of. */
const COMPARED = 256;
/** Jobs that ended while submissions waited, whose names are remembered. */
const ENDED = 10_000;

type Tell = (event: JobEvent, at: number) => void;

/**
 * What the packets between a job server and its peers tell of its jobs, in the events in which a job server of ours tells of
 * them. No sockets, no timers: the whole packets of all connections go in, in the order of each connection; between two
 * connections only that is sure which one causes in the other.
 *
 * So a worker may be seen to get a job before its client is seen to be told of it: it is then the oldest submission of the same
 * function, unique ID and workload. A job that was there before anybody looked has no client. One that is worked off elsewhere
 * is known by what its first client is told. What a worker says of a job that the server has taken from it is believed, and
 * that a job was dropped or timed out is not known.
 *
 * Memory is bounded: of too many jobs the oldest is forgotten, and nothing is told of that, because it lives on at the server;
 * if a worker gets it, it is one that was there before. Of submissions beyond the bound nothing is told.
 */
export class ObservedJobs {
  readonly #tell: Tell;
  readonly #limits: ObservedLimits;
  readonly #workloads = new LentBytes();
  readonly #connections = new Set<ObservedConnection>();
  readonly #jobs = new HandleTable();
  #bytes = 0;
  #asked = 0;
  #askedBytes = 0;
  readonly #ended = new Set<string>();
  readonly #endings = new Endings();

  constructor(tell: Tell, limits: ObservedLimits = OBSERVED_LIMITS) {
    this.#tell = tell;
    this.#limits = limits;
  }

  /** Jobs that are followed. */
  get size(): number {
    return this.#jobs.size;
  }

  connect(id: number): ObservedConnection {
    const connection = new ObservedConnection(id);
    this.#connections.add(connection);
    return connection;
  }

  /** A packet or a line of a peer, at `start..end` of the block; of one that is too large it may be the beginning. */
  heard(from: ObservedConnection, type: number, block: Buffer, start: number, end: number, at: number): void {
    if (type === TEXT) return this.#endings.heard(from, lineAt(block, start, end));
    const hear = HEARD[type];
    if (hear !== undefined && magicAt(block, start) === 'REQ') hear(this, from, type, block, start, end, at);
  }

  /** The same of the server. */
  told(to: ObservedConnection, type: number, block: Buffer, start: number, end: number, at: number): void {
    if (type === TEXT) {
      const ends = to.lines.length > 0 ? this.#endings.told(to, lineAt(block, start, end)) : undefined;
      if (ends !== undefined) this.#endBy(ends, at);
      return;
    }
    TOLD[type]?.(this, to, type, block, start, end, at);
  }

  /** The connection has ended: jobs that it had as a worker wait again, and it waits for none. */
  left(connection: ObservedConnection, at: number): void {
    this.#connections.delete(connection);
    const lost = [...connection.assigned].reverse();
    for (const asked of connection.asked) {
      if (!(asked instanceof ObservedJob)) continue;
      this.#unask(asked);
      this.#release(asked);
    }
    this.#endings.forget(connection);
    for (const job of connection.awaited) {
      job.removeClient(connection);
      if (!job.background && job.clients.length === 0) this.#tell({ kind: 'abandoned', job }, at);
    }
    for (const job of lost) this.#requeue(job, at);
  }

  // ---------- Submissions and their answers ----------

  submitted(from: ObservedConnection, type: number, block: Buffer, start: number, end: number, at: number): void {
    const { priority, background, args } = MANNERS[type] as Manner;
    const nameAt = start + HEADER;
    const nameEnd = this.#functionEnd(from, block, nameAt, end);
    const uniqueEnd = endOf(block, nameEnd + 1, end);
    let workloadAt = uniqueEnd + 1;
    for (let skipped = 2; skipped < args; skipped += 1) workloadAt = endOf(block, workloadAt, end) + 1;
    const bytes = end - workloadAt;
    if (
      bytes < 0 ||
      this.#asked >= this.#limits.asked ||
      (this.#askedBytes > 0 && this.#askedBytes + bytes > this.#limits.askedBytes)
    )
      return skip(from);
    const unique = uniqueEnd === nameEnd + 1 ? '' : block.toString('latin1', nameEnd + 1, uniqueEnd);
    const job = new ObservedJob(from.lastFunction, unique, priority, background, at);
    this.#lend(job, block, workloadAt, end);
    if (type === PACKETS.SUBMIT_JOB_EPOCH.type) {
      const due = Number.parseInt(block.toString('latin1', uniqueEnd + 1, workloadAt - 1), 10) * 1000;
      if (due > at) job.due = due;
    }
    this.#asked += 1;
    this.#askedBytes += bytes;
    from.asked.push(job);
  }

  optionAsked(from: ObservedConnection): void {
    if (from.asked.length < this.#limits.asked) from.asked.push(OPTION);
  }

  optionAnswered(to: ObservedConnection): void {
    if (to.asked.first === OPTION) to.asked.shift();
  }

  /** The oldest submission is answered with the handle at `start..end`, and what was asked before it never was. */
  created(to: ObservedConnection, block: Buffer, start: number, end: number, at: number): void {
    while (to.asked.first === OPTION) to.asked.shift();
    const job = this.#answered(to);
    if (job === undefined) return;
    const known = this.#jobs.at(block, start, end);
    const guessed = job.name !== '';
    if (guessed && job.handle === block.toString('latin1', start, end)) {
      if (known === job) this.#confirm(job);
      else this.#release(job);
      return;
    }
    if (known === undefined) {
      if (this.#ended.size > 0 && this.#ended.has(block.toString('latin1', start, end))) return this.#release(job);
      const own = guessed ? withoutPeers(job, to) : job;
      if (!own.background) own.addClient(to);
      this.#add(own, block, start, end, to.id, at);
      return this.#release(own);
    }
    if (guessed) job.removeClient(to);
    else this.#release(job);
    if (!job.background) {
      if (known.clients.length === 0 && known.saidAt < job.submittedAt) known.owed = 0;
      known.addClient(to);
    }
    if (known.unanswered && job.unique === '') {
      this.#confirm(known);
      known.background = job.background;
      return;
    }
    if (job.background) known.background = true;
    this.#tell({ kind: 'joined', job: known, client: to.id, background: job.background }, at);
  }

  /** An error answers what was asked first, unless it is of a kind that answers what has no answer. */
  refused(to: ObservedConnection, code: string): void {
    if (UNASKED.test(code)) return;
    if (to.asked.first === OPTION) {
      to.asked.shift();
      return;
    }
    const job = this.#answered(to);
    if (job !== undefined) this.#release(job);
  }

  #answered(to: ObservedConnection): ObservedJob | undefined {
    const asked = to.asked.first;
    if (asked === undefined || asked === OPTION) return undefined;
    if (!(asked instanceof ObservedJob)) {
      asked.count -= 1;
      if (asked.count === 0) to.asked.shift();
      return undefined;
    }
    to.asked.shift();
    this.#unask(asked);
    return asked;
  }

  #lend(job: ObservedJob, block: Buffer, start: number, end: number): void {
    job.workloadBytes = end - start;
    if (start === end) return;
    job.lent = this.#workloads.keep(block, start, end);
    job.start = this.#workloads.position;
  }

  #release(job: ObservedJob): void {
    if (job.lent !== undefined) this.#workloads.giveBack(job.lent);
    job.lent = undefined;
  }

  #unask(job: ObservedJob): void {
    this.#asked -= 1;
    this.#askedBytes -= job.workloadBytes;
  }

  #confirm(job: ObservedJob): void {
    job.unanswered = false;
    this.#release(job);
  }

  #functionEnd(from: ObservedConnection, block: Buffer, at: number, end: number): number {
    const { lastBytes } = from;
    const { length } = lastBytes;
    if (length > 0 && at + length < end && block[at + length] === 0) {
      let index = 0;
      while (index < length && block[at + index] === lastBytes[index]) index += 1;
      if (index === length) return at + length;
    }
    const stop = endOf(block, at, end);
    from.lastFunction = block.toString('latin1', at, stop);
    from.lastBytes = Buffer.from(block.subarray(at, stop));
    return stop;
  }

  // ---------- Workers ----------

  assigned(to: ObservedConnection, type: number, block: Buffer, start: number, end: number, at: number): void {
    const handleEnd = endOf(block, start + HEADER, end);
    const nameEnd = endOf(block, handleEnd + 1, end);
    const uniqueEnd = type === PACKETS.JOB_ASSIGN.type ? nameEnd : endOf(block, nameEnd + 1, end);
    const reducerEnd = type === PACKETS.JOB_ASSIGN_ALL.type ? endOf(block, uniqueEnd + 1, end) : uniqueEnd;
    if (reducerEnd >= end) return;
    const job =
      this.#jobs.at(block, start + HEADER, handleEnd) ??
      this.#adopt(block, start + HEADER, handleEnd, {
        functionName: block.toString('latin1', handleEnd + 1, nameEnd),
        unique: uniqueEnd === nameEnd ? undefined : block.toString('latin1', nameEnd + 1, uniqueEnd),
        workload: block.subarray(reducerEnd + 1, end),
        at,
      });
    if (job.worker !== undefined) this.#requeue(job, at);
    if (job.due !== null) {
      job.due = null;
      this.#tell({ kind: 'due', job }, at);
    }
    job.worker = to;
    job.assignedAt = at;
    to.assigned.add(job);
    this.#tell({ kind: 'assigned', job, worker: to.id }, at);
  }

  worked(from: ObservedConnection, type: number, block: Buffer, start: number, end: number, at: number): void {
    const handleEnd = endOf(block, start + HEADER, end);
    const job = this.#jobs.at(block, start + HEADER, handleEnd);
    if (job === undefined || job.worker !== from) return;
    job.owed += 1;
    job.saidAt = at;
    this.#progress(job, type, block, handleEnd, end, at);
  }

  /** What a client is told of its job tells something new where no worker that is observed said it. */
  relayed(to: ObservedConnection, type: number, block: Buffer, start: number, end: number, at: number): void {
    const handleEnd = endOf(block, start + HEADER, end);
    const job = this.#jobs.at(block, start + HEADER, handleEnd);
    if (job === undefined || job.clients[0] !== to) return;
    const times = job.clients.length === 1 ? 1 : job.clients.filter((client) => client === to).length;
    job.repeats += 1;
    if ((job.repeats - 1) % times !== 0) return;
    if (ENDS.has(type)) {
      // Its worker's word would have ended it already.
      const why = type === PACKETS.WORK_FAIL.type ? this.#endings.of(job) : undefined;
      if (why === undefined) return this.#progress(job, type, block, handleEnd, end, at);
      this.#tell({ kind: why, job }, at);
      return this.#end(job);
    }
    if (job.owed > 0) job.owed -= 1;
    else if (job.worker === undefined) this.#progress(job, type, block, handleEnd, end, at);
  }

  /** The worker gave a function up, or all: its jobs of it wait again. */
  gaveUp(from: ObservedConnection, name: string | undefined, at: number): void {
    for (const job of [...from.assigned].reverse())
      if (name === undefined || job.functionName === name) this.#requeue(job, at);
  }

  #progress(job: ObservedJob, type: number, block: Buffer, handleEnd: number, end: number, at: number): void {
    const bytes = () => block.subarray(Math.min(handleEnd + 1, end), end);
    switch (type) {
      case PACKETS.WORK_DATA.type:
        return this.#tell({ kind: 'data', job, bytes: bytes() }, at);
      case PACKETS.WORK_WARNING.type:
        return this.#tell({ kind: 'warning', job, bytes: bytes() }, at);
      case PACKETS.WORK_STATUS.type: {
        const [numerator, denominator] = bytes().toString('latin1').split('\0').map(countOf);
        return this.#tell({ kind: 'status', job, numerator: numerator ?? 0, denominator: denominator ?? 0 }, at);
      }
      case PACKETS.WORK_COMPLETE.type:
        this.#tell({ kind: 'complete', job, bytes: bytes() }, at);
        return this.#end(job);
      case PACKETS.WORK_EXCEPTION.type:
        this.#tell({ kind: 'exception', job, bytes: bytes() }, at);
        return this.#end(job);
      case PACKETS.WORK_FAIL.type:
        this.#tell({ kind: 'fail', job }, at);
        return this.#end(job);
    }
  }

  #requeue(job: ObservedJob, at: number): void {
    job.worker?.assigned.delete(job);
    job.worker = undefined;
    job.assignedAt = null;
    job.retries += 1;
    this.#tell({ kind: 'requeued', job, attempts: job.retries }, at);
  }

  /** A job that a worker was given and nobody was told of: a submission that waits, or one from before. */
  #adopt(block: Buffer, start: number, end: number, given: Given): ObservedJob {
    const submission = this.#submissionOf(given);
    if (submission !== undefined) {
      const { job, client } = submission;
      job.unanswered = true;
      if (!job.background) job.addClient(client);
      this.#add(job, block, start, end, client.id, given.at);
      return job;
    }
    const { functionName, unique = '', workload, at } = given;
    const job = new ObservedJob(functionName, unique, 'normal', true, at);
    this.#lend(job, workload, 0, workload.length);
    this.#add(job, block, start, end, null, at);
    this.#release(job);
    return job;
  }

  #submissionOf({ functionName, unique, workload }: Given) {
    if (this.#asked === 0) return undefined;
    let compared = 0;
    for (const client of this.#connections) {
      for (const job of client.asked) {
        if (!(job instanceof ObservedJob)) continue;
        compared += 1;
        if (compared > COMPARED) return undefined;
        if (job.name !== '' || job.functionName !== functionName) continue;
        if (unique !== undefined && job.unique !== unique) continue;
        if (job.workloadBytes === workload.length && workload.equals(job.workload)) return { job, client };
      }
    }
    return undefined;
  }

  // ---------- The text protocol ----------

  #endBy({ kind, name }: Ends, at: number): void {
    if (kind === 'job') {
      const job = this.#jobs.get(name);
      if (job === undefined) return;
      this.#tell({ kind: 'cancelled', job }, at);
      this.#end(job);
      return;
    }
    for (const job of this.#jobs.values()) {
      if (job.functionName !== name || job.worker !== undefined) continue;
      this.#tell({ kind: 'dropped', job }, at);
      this.#end(job);
    }
  }

  // ---------- What is followed ----------

  #add(job: ObservedJob, block: Buffer, start: number, end: number, client: number | null, at: number): void {
    this.#jobs.add(job, block, start, end);
    this.#bytes += job.cost;
    // An answer says when it came, a submission when the job was there.
    this.#tell({ kind: 'submitted', job, client }, Math.min(at, job.submittedAt));
    if (job.due !== null) this.#tell({ kind: 'delayed', job, until: job.due }, at);
    while (this.#jobs.size > this.#limits.jobs || (this.#bytes > this.#limits.bytes && this.#jobs.size > 1))
      this.#forgetOldest();
  }

  #end(job: ObservedJob): void {
    this.#forget(job);
    if (this.#ended.size > 0 && (this.#asked === 0 || this.#ended.size >= ENDED)) this.#ended.clear();
    if (this.#asked === 0) return;
    this.#ended.add(job.handle);
  }

  #forgetOldest(): void {
    const oldest = this.#jobs.oldest();
    if (oldest !== undefined) this.#forget(oldest);
  }

  #forget(job: ObservedJob): void {
    this.#jobs.delete(job);
    this.#bytes -= job.cost;
    job.ended = true;
    job.forgetPeers();
  }
}

/** What a worker was given; JOB_ASSIGN does not say the unique ID. The workload is a view. */
interface Given {
  functionName: string;
  unique: string | undefined;
  workload: Buffer;
  at: number;
}

const ENDS: ReadonlySet<number> = new Set(
  [PACKETS.WORK_COMPLETE, PACKETS.WORK_FAIL, PACKETS.WORK_EXCEPTION].map(({ type }) => type),
);

/** Errors that answer packets that have no answer otherwise. */
const UNASKED = /^(job_not_found|invalid_magic|invalid_command|no_registered_functions?)/i;

function skip({ asked }: ObservedConnection): void {
  const { last } = asked;
  if (last !== undefined && last !== OPTION && !(last instanceof ObservedJob)) last.count += 1;
  else asked.push({ count: 1 });
}

/** The same submission again, where the job that it was taken for is another one's. */
function withoutPeers(job: ObservedJob, client: ObservedConnection): ObservedJob {
  job.removeClient(client);
  const { functionName, unique, priority, background, submittedAt } = job;
  const own = new ObservedJob(functionName, unique, priority, background, submittedAt);
  own.lent = job.lent;
  own.start = job.start;
  job.lent = undefined;
  own.workloadBytes = job.workloadBytes;
  own.due = job.due;
  return own;
}

/** A number as C reads it: its first digits, in 32 bits. */
const countOf = (text: string): number => (Number.parseInt(text, 10) || 0) >>> 0;
