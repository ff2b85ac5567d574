import { HEADER } from '../protocol/framer.ts';
import { PACKETS } from '../protocol/packets.ts';
import { ChangeLog } from './change-log.ts';
import { LargeMap } from './large-map.ts';
import { type Asked, Requests } from './requests.ts';
import type { CaptureRing } from './ring.ts';

/** A job as its packets tell of it. */
export interface IndexedJob {
  readonly number: number;
  readonly host: number;
  /** Names are wire strings. */
  readonly handle: string;
  unique: string;
  /** The last of its packets so far. */
  last: number;
}

/** Time that one look at the capture may take, ms. */
const SLICE = 4;
/** Packets between two looks at the clock. */
const CLOCK_EVERY = 64;
/** Jobs that are looked at in one turn, whether they have left the ring. */
const JOBS_LOOKED_AT = 1000;
/** Packets of a page of the index. */
const PAGE = 1 << 14;

/** Where each packet type names its job. */
const HANDLED = new Set<number>(
  (
    [
      'JOB_CREATED',
      'JOB_ASSIGN',
      'JOB_ASSIGN_UNIQ',
      'JOB_ASSIGN_ALL',
      'WORK_STATUS',
      'WORK_COMPLETE',
      'WORK_FAIL',
      'WORK_EXCEPTION',
      'WORK_DATA',
      'WORK_WARNING',
      'GET_STATUS',
      'STATUS_RES',
    ] as const
  ).map((name) => PACKETS[name].type),
);
const ASSIGNED_WITH_UNIQUE: readonly number[] = [PACKETS.JOB_ASSIGN_UNIQ.type, PACKETS.JOB_ASSIGN_ALL.type];
const BY_UNIQUE: readonly number[] = [PACKETS.GET_STATUS_UNIQUE.type, PACKETS.STATUS_RES_UNIQUE.type];

interface Page {
  /** Number of the job of each packet; 0 where it has none. */
  readonly jobs: Uint32Array;
  /** How far back the packet before it of the same job lies, and the request that it answers; 0 where there is none. */
  readonly previous: Uint32Array;
  readonly answered: Uint32Array;
}

/**
 * Which job each packet belongs to: it names its handle, or is answered by what names it (a submission, a grab), or asks for
 * its unique ID. It looks at each packet once, when it is asked, and forgets with the ring.
 */
export class JobIndex {
  readonly #ring: CaptureRing;
  readonly #now: () => number;
  readonly #pages = new Map<number, Page>();
  readonly #requests = new Requests();
  readonly #jobs = new LargeMap<number, IndexedJob>();
  /** Looks at all jobs, some in a turn, and again. */
  #round = this.#jobs.values();
  /** By host, then by name. */
  readonly #handles: LargeMap<string, IndexedJob>[] = [];
  readonly #uniques: LargeMap<string, IndexedJob>[] = [];
  /** The job that was asked for last, and the page that a packet was looked up in. */
  #asked: IndexedJob | undefined;
  #askedPage: { number: number; jobs: Uint32Array | undefined } = { number: -1, jobs: undefined };
  #scanned = 0;
  #began = 0;
  /** The ring's first packet when it was last looked for what it has forgotten. */
  #first = 0;
  #lastJob = 0;

  constructor(ring: CaptureRing, now: () => number = () => performance.now()) {
    this.#ring = ring;
    this.#now = now;
  }

  /** Looks at what has come since; false where there is more than it may look at in one turn. */
  catchUp(): boolean {
    const { first } = this.#ring;
    this.#scanned = Math.max(this.#scanned, first);
    this.#forget();
    this.#began = this.#scanned;
    const until = this.#now() + SLICE;
    for (let looked = 1; this.#scanned < this.#ring.next; looked += 1) {
      if (looked % CLOCK_EVERY === 0 && this.#now() > until) return false;
      this.#look(this.#scanned);
      this.#scanned += 1;
    }
    return true;
  }

  /** Packets below this number have been looked at. */
  get scanned(): number {
    return this.#scanned;
  }

  /** Packets whose job became known in a later turn than they were looked at. */
  readonly changes = new ChangeLog();

  /** The job of a packet, if it has one that is known. */
  jobOf(seq: number): IndexedJob | undefined {
    const number = this.numberOf(seq);
    if (number === 0) return undefined;
    // Packets of a job mostly stand together.
    if (this.#asked?.number !== number) this.#asked = this.#jobs.get(number);
    return this.#asked;
  }

  /** The number of the job of a packet, 0 where it has none. */
  numberOf(seq: number): number {
    const page = Math.floor(seq / PAGE);
    if (page !== this.#askedPage.number) this.#askedPage = { number: page, jobs: this.#pages.get(page)?.jobs };
    return this.#askedPage.jobs?.[seq % PAGE] ?? 0;
  }

  find(host: number, handle: string): IndexedJob | undefined {
    if (this.#asked?.handle === handle && this.#asked.host === host) return this.#asked;
    this.#asked = this.#handles[host]?.get(handle);
    return this.#asked;
  }

  /** The packet before this one of the same job. */
  previousOf(seq: number): number | undefined {
    return this.#back(seq, 'previous');
  }

  /** When a packet that is held came. */
  timeOf(seq: number): number {
    return this.#ring.atOf(seq);
  }

  /** The request that this packet answers. */
  answeredBy(seq: number): number | undefined {
    return this.#back(seq, 'answered');
  }

  #look(seq: number): void {
    const ring = this.#ring;
    const type = ring.typeOf(seq);
    const host = ring.hostOf(seq);
    const connection = ring.connectionOf(seq);
    let asked: Asked | undefined;
    if (ring.isOut(seq)) {
      asked = this.#requests.answered(host, connection, type, () => ring.get(seq)?.bytes ?? NOTHING);
      if (asked !== undefined) this.#page(seq).answered[seq % PAGE] = seq - asked.seq;
    } else this.#requests.asked(host, connection, type, seq);
    if (HANDLED.has(type)) this.#handled(seq, type, host, asked);
    else if (BY_UNIQUE.includes(type)) {
      const job = this.#uniques[host]?.get(argument(ring.get(seq)?.bytes ?? NOTHING, 0));
      if (job !== undefined) this.#link(job, seq);
    }
  }

  #handled(seq: number, type: number, host: number, asked: Asked | undefined): void {
    const bytes = this.#ring.get(seq)?.bytes;
    if (bytes === undefined) return;
    const handle = argument(bytes, 0);
    if (handle === '') return;
    const job = this.find(host, handle) ?? this.#add(host, handle);
    if (ASSIGNED_WITH_UNIQUE.includes(type)) this.#name(job, argument(bytes, 2));
    if (asked !== undefined && asked.seq >= this.#ring.first && (asked.kind === 'submit' || asked.kind === 'grab')) {
      if (asked.kind === 'submit') this.#name(job, argument(this.#ring.get(asked.seq)?.bytes ?? NOTHING, 1));
      this.#link(job, asked.seq);
    }
    this.#link(job, seq);
  }

  #add(host: number, handle: string): IndexedJob {
    this.#lastJob += 1;
    const job: IndexedJob = { number: this.#lastJob, host, handle, unique: '', last: -1 };
    this.#jobs.set(job.number, job);
    mapOf(this.#handles, host).set(handle, job);
    this.#asked = job;
    return job;
  }

  /** The last job with a unique ID is the one that is asked about by it. */
  #name(job: IndexedJob, unique: string): void {
    if (unique === '') return;
    job.unique = unique;
    mapOf(this.#uniques, job.host).set(unique, job);
  }

  /** Puts a packet into its job's chain, where its number belongs. */
  #link(job: IndexedJob, seq: number): void {
    const page = this.#page(seq);
    if (page.jobs[seq % PAGE] !== 0) return;
    page.jobs[seq % PAGE] = job.number;
    if (seq < this.#began) this.changes.mark(seq);
    let before: number | undefined = job.last < 0 ? undefined : job.last;
    let after: number | undefined;
    while (before !== undefined && before > seq) {
      after = before;
      before = this.previousOf(before);
    }
    page.previous[seq % PAGE] = before === undefined ? 0 : seq - before;
    if (after === undefined) job.last = seq;
    else this.#page(after).previous[after % PAGE] = after - seq;
  }

  #back(seq: number, column: 'previous' | 'answered'): number | undefined {
    const distance = this.#pages.get(Math.floor(seq / PAGE))?.[column][seq % PAGE] ?? 0;
    return distance === 0 || seq - distance < this.#ring.first ? undefined : seq - distance;
  }

  #page(seq: number): Page {
    const number = Math.floor(seq / PAGE);
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = { jobs: new Uint32Array(PAGE), previous: new Uint32Array(PAGE), answered: new Uint32Array(PAGE) };
      this.#pages.set(number, page);
      this.#askedPage = { number: -1, jobs: undefined };
    }
    return page;
  }

  /** Pages and requests that have left the ring, and the next few of the jobs that are looked at whether they have. */
  #forget(): void {
    const { first } = this.#ring;
    if (first === this.#first) return;
    this.#first = first;
    const lowest = Math.floor(first / PAGE);
    this.#askedPage = { number: -1, jobs: undefined };
    for (const number of this.#pages.keys()) {
      if (number >= lowest) break;
      this.#pages.delete(number);
    }
    this.#requests.forgetBelow(first);
    for (let looked = 0; looked < JOBS_LOOKED_AT; looked += 1) {
      const { value: job, done } = this.#round.next();
      if (done) {
        this.#round = this.#jobs.values();
        break;
      }
      if (job.last < first) this.#forgetJob(job);
    }
  }

  #forgetJob(job: IndexedJob): void {
    this.#asked = undefined;
    this.#jobs.delete(job.number);
    this.#handles[job.host]?.delete(job.handle);
    if (this.#uniques[job.host]?.get(job.unique) === job) this.#uniques[job.host]?.delete(job.unique);
  }
}

const NOTHING = Buffer.alloc(0);

function mapOf<T>(maps: LargeMap<string, T>[], host: number): LargeMap<string, T> {
  maps[host] ??= new LargeMap();
  return maps[host];
}

/** An argument that a NUL or the packet ends; empty where there is none. */
function argument(bytes: Buffer, index: number): string {
  let start = HEADER;
  for (let skipped = 0; skipped < index; skipped += 1) {
    const nul = bytes.indexOf(0, start);
    if (nul < 0) return '';
    start = nul + 1;
  }
  const nul = bytes.indexOf(0, start);
  return bytes.toString('latin1', start, nul < 0 ? bytes.length : nul);
}
