import { availableParallelism } from 'node:os';
import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import type { JobEvent } from '../contract/job-event.ts';
import type { CommandOutcome } from '../contract/jobs.ts';
import { type BlockSource, BlockWriter, type EventBlock, PART_BYTES, SOURCES_MOST } from './event-block.ts';
import type { EventSource } from './heard.ts';
import type { JobRecorder } from './job-log.ts';

/*
 * How much may be under way to the thread. From so many blocks or events on no new jobs are taken, then what is said of those that
 * were taken comes without its bytes, and at last only ends of jobs come, when there is room.
 */
const NEW_JOBS = 32;
const NEW_EVENTS = 50_000;
const CONTENTS = 40;
const EVENTS = 48;
/** Blocks whose memory is kept to be used again. */
const SPARE = 12;
/** Bytes of large contents that may be under way; of more only the first go along. */
const LARGE = 64 * 1024 * 1024;
/** Ends that wait for room. */
const ENDS = 2_000_000;
/** What was heard goes on its way after so long, ms, unless somebody asks before. */
const WAIT = 100;
/** So few processors have no room for the journal beside a server that is busy for such a share of its time. */
const FEW = 4;
const BUSY = 0.7;

const CONTENT_KINDS: ReadonlySet<JobEvent['kind']> = new Set(['status', 'data', 'warning']);
const END_KINDS = ['complete', 'exception', 'fail', 'given-up', 'cancelled', 'dropped'] as const;
const isEnd = (kind: JobEvent['kind']): kind is (typeof END_KINDS)[number] =>
  (END_KINDS as readonly string[]).includes(kind);

/** How the command of a job ended; the job is known by its number. */
export interface JobOutcome {
  number: number;
  outcome: CommandOutcome;
}

/** Where it goes. Outcomes follow what was heard of their jobs. */
export interface FeedTo {
  block: (block: EventBlock, scarce: boolean) => void;
  outcomes: (outcomes: readonly JobOutcome[]) => void;
}

/**
 * What the sockets' thread does for the journal: it copies events into blocks and sends them. Of more than the journal can take it
 * leaves jobs out as a whole, and counts them; it never waits.
 */
export class Feed implements JobRecorder {
  /** Whether anything is taken. */
  isOn = false;
  /** Bytes of each content that go along. */
  contentLimit = PART_BYTES;
  /** Jobs are told as they are, one after the other: so long nothing is taken but what happens to those. */
  catchesUp = false;
  /** Jobs that were left out, because there was too much. */
  skipped = 0;
  readonly #to: FeedTo;
  readonly #memory: ArrayBuffer[] = [];
  #underWay = 0;
  /** Events and large bytes in each block that is under way, and in all of them; the bytes are those of the next block too. */
  #counts: { events: number; large: number }[] = [];
  #eventsUnderWay = 0;
  #largeUnderWay = 0;
  #writer: BlockWriter | undefined;
  /** Whose events the next block has; the one of the last event, and its place among them. */
  #sources: BlockSource[] = [];
  readonly #places = new Map<EventSource, number>();
  #source: EventSource | undefined;
  #place = 0;
  #outcomes: JobOutcome[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Jobs that were told as they were, and go on. */
  readonly #told = new Set<number>();
  #ends: { source: EventSource; number: number; kind: (typeof END_KINDS)[number]; at: number }[] = [];
  #load: EventLoopUtilization = performance.eventLoopUtilization();

  constructor(to: FeedTo) {
    this.#to = to;
  }

  /** Blocks that are under way: what they hold is not written yet. */
  get underWay(): number {
    return this.#underWay;
  }

  takes(): boolean {
    if (!this.isOn || this.catchesUp) return false;
    if (this.#underWay < NEW_JOBS && this.#eventsUnderWay < NEW_EVENTS) return true;
    this.skipped += 1;
    return false;
  }

  knows(number: number): boolean {
    return this.#told.size > 0 && this.#told.has(number);
  }

  /** Jobs that have not ended were told as they are; what happens to them goes on from there. */
  tellOf(numbers: readonly number[]): void {
    for (const number of numbers) this.#told.add(number);
  }

  hear(source: EventSource, number: number, event: JobEvent, at: number): void {
    if (!this.isOn || (this.catchesUp && !this.#told.has(number))) return;
    if (this.#told.size > 0 && isEnd(event.kind)) this.#told.delete(number);
    if (this.#underWay >= CONTENTS) {
      if (CONTENT_KINDS.has(event.kind)) return;
      if (this.#underWay >= EVENTS) {
        const { kind } = event;
        if (isEnd(kind) && this.#ends.length < ENDS) this.#ends.push({ source, number, kind, at });
        return;
      }
    }
    this.#add(source, number, event, at, this.#underWay < CONTENTS);
  }

  /** How the command of a job ended. With jobs of a millisecond a message for each would cost more than all else. */
  report(number: number, outcome: CommandOutcome): void {
    if (!this.isOn) return;
    this.#outcomes.push({ number, outcome });
    this.#timer ??= setTimeout(() => this.flush(), WAIT);
  }

  /** Sends what was heard. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushBlock();
    if (this.#outcomes.length === 0) return;
    this.#to.outcomes(this.#outcomes);
    this.#outcomes = [];
  }

  #flushBlock(): void {
    const writer = this.#writer;
    const sources = this.#sources;
    if (writer === undefined || writer.count === 0) return;
    this.#writer = undefined;
    this.#sources = [];
    this.#places.clear();
    this.#source = undefined;
    const { memory, count, large } = writer;
    this.#underWay += 1;
    this.#counts.push({ events: count, large: bytesIn(large) });
    this.#eventsUnderWay += count;
    this.#to.block({ memory, count, large, sources }, this.#isScarce());
  }

  /** Memory of blocks whose content has been written. */
  taken(blocks: readonly ArrayBuffer[]): void {
    this.#underWay -= blocks.length;
    for (const { events, large } of this.#counts.splice(0, blocks.length)) {
      this.#eventsUnderWay -= events;
      this.#largeUnderWay -= large;
    }
    for (const block of blocks) if (this.#memory.length < SPARE) this.#memory.push(block);
    if (this.#underWay >= CONTENTS || this.#ends.length === 0) return;
    const ends = this.#ends;
    this.#ends = [];
    for (const { source, number, kind, at } of ends) this.#add(source, number, endOf(kind), at, false);
  }

  /** The thread is gone: nothing is taken any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.isOn = false;
    this.#underWay = 0;
    this.#counts = [];
    this.#eventsUnderWay = 0;
    this.#largeUnderWay = 0;
    this.#writer = undefined;
    this.#sources = [];
    this.#places.clear();
    this.#source = undefined;
    this.#outcomes = [];
    this.#ends = [];
    this.#told.clear();
    this.catchesUp = false;
  }

  #add(source: EventSource, number: number, event: JobEvent, at: number, contents: boolean): void {
    if (this.#sources.length === SOURCES_MOST && !this.#places.has(source)) this.#flushBlock();
    const connection = 'client' in event ? event.client : 'worker' in event ? event.worker : null;
    const most = contents ? Math.max(PART_BYTES, Math.min(this.contentLimit, LARGE - this.#largeUnderWay)) : 0;
    this.#writer ??= new BlockWriter(this.#memory.pop());
    if (!this.#writer.add(number, event, at, most, this.#placeOf(source))) {
      this.#flushBlock();
      this.#writer = new BlockWriter(this.#memory.pop());
      this.#writer.add(number, event, at, most, this.#placeOf(source));
    }
    this.#largeUnderWay += this.#writer.large.get(this.#writer.count - 1)?.length ?? 0;
    // After the block may have been sent: its names go with it.
    const names = this.#sources[this.#placeOf(source)]?.names;
    if (connection !== null && !names?.has(connection)) names?.set(connection, source.who(connection));
    this.#timer ??= setTimeout(() => this.flush(), WAIT);
  }

  /** The place of a source in the next block. Most events are of the server that the one before was of. */
  #placeOf(source: EventSource): number {
    if (source === this.#source) return this.#place;
    let place = this.#places.get(source);
    if (place === undefined) {
      place = this.#sources.push({ server: source.server, run: source.run, names: new Map() }) - 1;
      this.#places.set(source, place);
    }
    this.#source = source;
    this.#place = place;
    return place;
  }

  #isScarce(): boolean {
    const load = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(load, this.#load);
    this.#load = load;
    return availableParallelism() <= FEW && utilization > BUSY;
  }
}

function bytesIn(large: EventBlock['large']): number {
  let bytes = 0;
  for (const each of large.values()) bytes += each.length;
  return bytes;
}

/** The end of a job of which nothing more is known than how it ended. */
function endOf(kind: (typeof END_KINDS)[number]): JobEvent {
  const job = NO_JOB;
  return kind === 'complete' || kind === 'exception' ? { kind, job, bytes: Buffer.alloc(0) } : { kind, job };
}

const NO_JOB = {
  handle: '',
  functionName: '',
  unique: '',
  priority: 'normal',
  background: false,
  workload: new Uint8Array(),
  workloadBytes: 0,
  submittedAt: 0,
  assignedAt: null,
  keptAs: 0,
  memo: undefined,
} as const;
