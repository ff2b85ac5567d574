import type { JobEvent } from '../contract/job-event.ts';
import {
  bytesOf,
  type EventParts,
  eventFrom,
  firstNumber,
  type HeardEvent,
  KIND_NUMBERS,
  secondNumber,
} from './event-columns.ts';

/* Events on their way to the journal's thread: columns in one piece of memory, which goes along and comes back. */

/** Events of one block. */
const EVENTS = 4096;
/** Numbers of each: job, time, and two of the event. */
const DOUBLES = 4;
/** And places: where its names begin, where each of them ends, where its bytes end; and how many bytes there were. */
const WORDS = 6;
const SIZES = 5;
/** Places between which a part lies. */
const PARTS = { handle: [0, 1], function: [1, 2], unique: [2, 3], bytes: [3, 4] } as const;
const WORDS_AT = EVENTS * DOUBLES * Float64Array.BYTES_PER_ELEMENT;
const KINDS_AT = WORDS_AT + EVENTS * WORDS * Uint32Array.BYTES_PER_ELEMENT;
const SOURCES_AT = KINDS_AT + EVENTS;
const BYTES_AT = SOURCES_AT + EVENTS;
const ROOM = 512 * 1024;
const SIZE = BYTES_AT + ROOM;

/** Of a workload, and of what an event brings of a result, so much has room in it. */
export const PART_BYTES = 64 * 1024;

/** A run of a server in a block, and what the connections are called that its events name. */
export interface BlockSource {
  readonly server: string;
  readonly run: number;
  readonly names: Map<number, string>;
}

/** Runs of one block: each event has the place of its own in a byte. */
export const SOURCES_MOST = 256;

/** A block as it is sent, and whose events they are. */
export interface EventBlock {
  memory: ArrayBuffer;
  count: number;
  /** Larger contents than have room in it, by the places of their events. */
  large: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  sources: readonly BlockSource[];
}

/** Gathers events in the order in which they came. */
export class BlockWriter {
  count = 0;
  readonly memory: ArrayBuffer;
  readonly large = new Map<number, Uint8Array<ArrayBuffer>>();
  readonly #doubles: Float64Array;
  readonly #words: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #sources: Uint8Array;
  readonly #bytes: Buffer;
  #used = 0;

  constructor(memory = new ArrayBuffer(SIZE)) {
    this.memory = memory;
    this.#doubles = new Float64Array(memory, 0, EVENTS * DOUBLES);
    this.#words = new Uint32Array(memory, WORDS_AT, EVENTS * WORDS);
    this.#kinds = new Uint8Array(memory, KINDS_AT, EVENTS);
    this.#sources = new Uint8Array(memory, SOURCES_AT, EVENTS);
    this.#bytes = Buffer.from(memory, BYTES_AT, ROOM);
  }

  /**
   * Adds an event of job `number` at the source of that place, with at most so many of its bytes; where that is 0 they are counted only, but for those of a
   * workload. False where there is no room: send the block first.
   */
  add(number: number, event: JobEvent, at: number, most: number, source = 0): boolean {
    const { job } = event;
    const isNew = event.kind === 'submitted';
    const bytes = bytesOf(event);
    const whole = Math.min(bytes.length, isNew ? Math.max(most, PART_BYTES) : most);
    const isLarge = whole > PART_BYTES;
    const kept = isLarge ? 0 : whole;
    const names = isNew ? job.handle.length + job.functionName.length + job.unique.length : 0;
    if (this.count === EVENTS || this.#used + names + kept > ROOM) return false;
    const slot = this.count;
    const doubles = slot * DOUBLES;
    const words = slot * WORDS;
    this.#kinds[slot] = KIND_NUMBERS[event.kind];
    this.#sources[slot] = source;
    this.#doubles[doubles] = number;
    this.#doubles[doubles + 1] = at;
    this.#doubles[doubles + 2] = firstNumber(event);
    this.#doubles[doubles + 3] = secondNumber(event);
    this.#words[words] = this.#used;
    this.#words[words + 1] = isNew ? this.#addName(job.handle) : this.#used;
    this.#words[words + 2] = isNew ? this.#addName(job.functionName) : this.#used;
    this.#words[words + 3] = isNew ? this.#addName(job.unique) : this.#used;
    if (isLarge) this.large.set(slot, new Uint8Array(bytes.subarray(0, whole)));
    if (kept > 0) this.#bytes.set(kept === bytes.length ? bytes : bytes.subarray(0, kept), this.#used);
    this.#used += kept;
    this.#words[words + 4] = this.#used;
    this.#words[words + SIZES] = bytes.length;
    this.count += 1;
    return true;
  }

  #addName(name: string): number {
    if (name.length > 0) this.#used += this.#bytes.write(name, this.#used, 'latin1');
    return this.#used;
  }
}

/** The events of a block in order. Their bytes are views of its memory. */
export class BlockReader implements EventParts {
  readonly count: number;
  readonly #doubles: Float64Array;
  readonly #words: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #sources: Uint8Array;
  readonly #bytes: Buffer;
  readonly #large: EventBlock['large'];

  constructor({ memory, count, large }: Pick<EventBlock, 'memory' | 'count' | 'large'>) {
    this.count = count;
    this.#large = large;
    this.#doubles = new Float64Array(memory, 0, EVENTS * DOUBLES);
    this.#words = new Uint32Array(memory, WORDS_AT, EVENTS * WORDS);
    this.#kinds = new Uint8Array(memory, KINDS_AT, EVENTS);
    this.#sources = new Uint8Array(memory, SOURCES_AT, EVENTS);
    this.#bytes = Buffer.from(memory, BYTES_AT, ROOM);
  }

  /** The place of its source in the block's list. */
  sourceOf(slot: number): number {
    return this.#sources[slot] as number;
  }

  jobOf(slot: number): number {
    return this.#doubles[slot * DOUBLES] as number;
  }

  timeOf(slot: number): number {
    return this.#doubles[slot * DOUBLES + 1] as number;
  }

  /** Bytes that the event brought, of which the first may be here. */
  sizeOf(slot: number): number {
    return this.#words[slot * WORDS + SIZES] as number;
  }

  event(slot: number): HeardEvent {
    const doubles = slot * DOUBLES;
    const [first, second] = [this.#doubles[doubles + 2] as number, this.#doubles[doubles + 3] as number];
    return eventFrom(this.#kinds[slot] as number, first, second, this, slot);
  }

  bytesAt(slot: number): Buffer {
    const large = this.#large.get(slot);
    return large === undefined ? this.#part(slot, PARTS.bytes) : Buffer.from(large.buffer);
  }

  nameAt(slot: number, name: 'handle' | 'function' | 'unique'): string {
    const [from, to] = PARTS[name];
    const words = slot * WORDS;
    return this.#bytes.toString('latin1', this.#words[words + from] as number, this.#words[words + to] as number);
  }

  #part(slot: number, [from, to]: readonly [number, number]): Buffer {
    const words = slot * WORDS;
    return this.#bytes.subarray(this.#words[words + from] as number, this.#words[words + to] as number);
  }
}
