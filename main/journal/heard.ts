import type { JobEvent } from '../contract/job-event.ts';
import { BORROWED } from '../util/slabs.ts';
import {
  bytesOf,
  type EventParts,
  eventFrom,
  firstNumber,
  type HeardEvent,
  KIND_NUMBERS,
  secondNumber,
} from './event-columns.ts';

/** Where events come from: a run of a server, and how it names its connections. */
export interface EventSource {
  server: string;
  run: number;
  who: (connection: number) => string;
}

export interface HeardOptions {
  /** Events that may wait. */
  events: number;
  /** Bytes of them that may wait. */
  bytes: number;
}

/** In the column of positions: the bytes are not in the ring. */
const ELSEWHERE = -1;

/**
 * Events that wait, oldest first, each with the number of its job. In columns and one ring of bytes that are used again and
 * again: objects that live for a while, one or two an event, cost a collector more than all else here.
 */
export class Heard implements EventParts {
  readonly #options: HeardOptions;
  readonly #kinds: Uint8Array;
  readonly #times: Float64Array;
  readonly #jobs: Float64Array;
  /** Two numbers of each event: connections, progress, a time, a choice. */
  readonly #firsts: Float64Array;
  readonly #seconds: Float64Array;
  readonly #sources: EventSource[] = [];
  readonly #handles: string[] = [];
  readonly #functions: string[] = [];
  readonly #uniques: string[] = [];
  readonly #positions: Float64Array;
  readonly #lengths: Float64Array;
  readonly #ring: Buffer;
  /** Where bytes are written and where the oldest lie that wait; both only grow. */
  #written = 0;
  #freed = 0;
  /** Large pieces are not copied: by the position of their event. */
  readonly #large = new Map<number, Buffer>();
  #largeBytes = 0;
  #from = 0;
  #to = 0;

  constructor(options: HeardOptions) {
    const { events, bytes } = options;
    this.#options = options;
    this.#kinds = new Uint8Array(events);
    this.#times = new Float64Array(events);
    this.#jobs = new Float64Array(events);
    this.#firsts = new Float64Array(events);
    this.#seconds = new Float64Array(events);
    this.#positions = new Float64Array(events);
    this.#lengths = new Float64Array(events);
    this.#ring = Buffer.allocUnsafeSlow(bytes);
  }

  get length(): number {
    return this.#to - this.#from;
  }

  /** When the oldest came, ms; Infinity where none waits. */
  get oldestAt(): number {
    return this.#from === this.#to ? Number.POSITIVE_INFINITY : (this.#times[this.#at(this.#from)] as number);
  }

  /** Adds an event of job number `job`, which came at `at`, ms. False where there is no room: take some out first. */
  add(source: EventSource, job: number, event: JobEvent, at: number): boolean {
    if (this.length === this.#options.events) return false;
    const slot = this.#at(this.#to);
    const bytes = bytesOf(event);
    if (!this.#keep(bytes, slot)) return false;
    this.#kinds[slot] = KIND_NUMBERS[event.kind];
    this.#times[slot] = at;
    this.#jobs[slot] = job;
    this.#sources[slot] = source;
    this.#firsts[slot] = firstNumber(event);
    this.#seconds[slot] = secondNumber(event);
    if (event.kind === 'submitted') {
      this.#handles[slot] = event.job.handle;
      this.#functions[slot] = event.job.functionName;
      this.#uniques[slot] = event.job.unique;
    }
    this.#to += 1;
    return true;
  }

  /** Takes out the oldest and tells of it; false where there is none. */
  take(each: (source: EventSource, job: number, event: HeardEvent, at: number) => void): boolean {
    if (this.#from === this.#to) return false;
    const slot = this.#at(this.#from);
    each(
      this.#sources[slot] as EventSource,
      this.#jobs[slot] as number,
      eventFrom(this.#kinds[slot] as number, this.#firsts[slot] as number, this.#seconds[slot] as number, this, slot),
      this.#times[slot] as number,
    );
    this.#leave();
    return true;
  }

  /** Forgets the oldest ones, as long as they are of jobs before number `job`. */
  skipBefore(job: number): void {
    while (this.#from < this.#to && (this.#jobs[this.#at(this.#from)] as number) < job) this.#leave();
  }

  #leave(): void {
    const slot = this.#at(this.#from);
    if (this.#kinds[slot] === KIND_NUMBERS.submitted) this.#forgetNames(slot);
    const position = this.#positions[slot] as number;
    if (position === ELSEWHERE) {
      this.#largeBytes -= this.#lengths[slot] as number;
      this.#large.delete(slot);
    } else {
      this.#freed = position + (this.#lengths[slot] as number);
    }
    this.#from += 1;
  }

  /** Text that nobody needs would be held until the slot has another job's. */
  #forgetNames(slot: number): void {
    this.#handles[slot] = '';
    this.#functions[slot] = '';
    this.#uniques[slot] = '';
  }

  readonly #at = (index: number): number => index % this.#options.events;

  /** Large bytes are as they are in memory of their own; what is small is borrowed, and copied. */
  #keep(bytes: Uint8Array, slot: number): boolean {
    const { length } = bytes;
    const room = this.#ring.length;
    this.#lengths[slot] = length;
    if (length >= BORROWED || length > room) {
      if (this.#largeBytes > 0 && this.#largeBytes + length > this.#options.bytes) return false;
      this.#positions[slot] = ELSEWHERE;
      this.#large.set(slot, Buffer.from(bytes.buffer, bytes.byteOffset, length));
      this.#largeBytes += length;
      return true;
    }
    const within = this.#written % room;
    const position = within + length > room ? this.#written + room - within : this.#written;
    if (position + length - this.#freed > room) {
      if (this.length > this.#large.size) return false;
      this.#freed = position;
    }
    this.#positions[slot] = position;
    this.#ring.set(bytes, position % room);
    this.#written = position + length;
    return true;
  }

  nameAt(slot: number, name: 'handle' | 'function' | 'unique'): string {
    const names = { handle: this.#handles, function: this.#functions, unique: this.#uniques }[name];
    return names[slot] as string;
  }

  bytesAt(slot: number): Buffer {
    const position = this.#positions[slot] as number;
    if (position === ELSEWHERE) return this.#large.get(slot) as Buffer;
    const start = position % this.#ring.length;
    return this.#ring.subarray(start, start + (this.#lengths[slot] as number));
  }
}
