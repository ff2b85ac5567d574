import type { Recorder } from '../net/recorder.ts';
import { isTlsHello } from '../protocol/admin.ts';
import { type FrameLimits, Framer, GARBAGE, HEADER, MAGIC } from '../protocol/framer.ts';
import { nameOf } from '../protocol/packets.ts';
import type { ObservedJobs } from './observed-jobs.ts';
import type { Party } from './party.ts';

/** Bytes of messages in pieces that are held, of all connections; a larger packet is seen by its beginning. */
const HELD = 256 * 1024 * 1024;
/** So many bytes may a packet have in any case. */
const LEAST = 1024 * 1024;
const LINE = 8192;

/** What all connections of one run are shown to, and the memory that they share. */
export interface Watch {
  readonly recorder: Recorder;
  readonly jobs: ObservedJobs;
}

let held = 0;
const limits: FrameLimits = {
  line: LINE,
  get packet() {
    return Math.max(LEAST, HELD - held);
  },
};

/** A framer whose packets share what may be held. */
export const newFramer = (): Framer => new Framer(limits);

/** A packet that is too large to be held: how many bytes it has, and how many of them are here. */
export interface Large {
  readonly type: number;
  readonly size: number;
  readonly had: number;
}

/** What the framer could not take, if it is a packet that is only too large. */
export function largeAt(block: Buffer, start: number): Large | undefined {
  if (block.length - start < HEADER) return undefined;
  const magic = block.readUInt32BE(start);
  const type = block.readUInt32BE(start + 4);
  if ((magic !== MAGIC.REQ && magic !== MAGIC.RES) || nameOf(type) === undefined) return undefined;
  const size = HEADER + block.readUInt32BE(start + 8);
  return { type, size, had: Math.min(size, block.length - start) };
}

/** Counts what a framer holds; returns it, to be passed the next time. */
export function countHeld(before: number, pending: number): number {
  held += pending - before;
  return pending;
}

/**
 * Sees one direction of a connection: records each message and shows it to the jobs, from bytes that have been passed on.
 * What is no Gearman is recorded as garbage, and so is all that follows.
 */
export class Sight {
  readonly #watch: Watch;
  readonly #id: number;
  readonly #party: Party;
  readonly #isIn: boolean;
  #framer = newFramer();
  #held = 0;
  /** Bytes of a large packet that are still to come. */
  #skip = 0;
  #began = false;
  #garbled = false;

  constructor(watch: Watch, id: number, party: Party, direction: 'in' | 'out') {
    this.#watch = watch;
    this.#id = id;
    this.#party = party;
    this.#isIn = direction === 'in';
  }

  /** Nothing of it is looked into from now on. */
  blind(): void {
    this.#garbled = true;
    this.#held = countHeld(this.#held, 0);
    this.#framer = newFramer();
  }

  /** Bytes that came at `at`, ms; nothing of them is kept. */
  see(chunk: Buffer, at: number): void {
    if (!this.#began) {
      this.#began = true;
      if (isTlsHello(chunk[0])) this.#garbled = true;
    }
    let next: Buffer | undefined = this.#skipped(chunk);
    while (next !== undefined && next.length > 0) {
      if (this.#garbled) return this.garbage(next, at);
      next = this.#push(next, at);
    }
  }

  /** Nothing more comes. */
  end(at: number): void {
    this.#held = countHeld(this.#held, 0);
    this.garbage(this.#framer.rest(), at);
  }

  /** One message, as it lies in the block. */
  message(type: number, block: Buffer, start: number, end: number, at: number): void {
    const { recorder } = this.#watch;
    const bytes = block.subarray(start, end);
    this.#note(type, bytes, recorder.keep(bytes), 0, bytes.length, at);
    recorder.noted(at, this.#id, 1);
  }

  /** The beginning of a packet that is too large. */
  large({ type, size, had }: Large, block: Buffer, start: number, at: number): void {
    const { recorder } = this.#watch;
    const bytes = block.subarray(start, start + had);
    recorder.place(recorder.packet(at, this.#id, this.#direction, type, size), bytes, recorder.keep(bytes), 0, had);
    this.#understand(type, bytes, 0, had, at);
    recorder.noted(at, this.#id, 1);
  }

  /** Bytes that were no message. */
  garbage(bytes: Buffer, at: number): void {
    if (bytes.length === 0) return;
    const { recorder } = this.#watch;
    recorder.place(
      recorder.packet(at, this.#id, this.#direction, GARBAGE, bytes.length),
      bytes,
      recorder.keep(bytes),
      0,
    );
    recorder.noted(at, this.#id, 1);
  }

  /** Returns what is to be pushed next. */
  #push(chunk: Buffer, at: number): Buffer | undefined {
    const frames = this.#framer.push(chunk);
    const { block, count, ends, types } = frames;
    let start = 0;
    if (count > 0) {
      const { recorder } = this.#watch;
      const position = recorder.keep(block);
      for (let index = 0; index < count; index += 1) {
        const end = ends[index] as number;
        this.#note(types[index] as number, block, position, start, end, at);
        start = end;
      }
      recorder.noted(at, this.#id, count);
    }
    if (frames.error === undefined) {
      this.#held = countHeld(this.#held, this.#framer.pending);
      return frames.next;
    }
    const rest = block.subarray(start);
    const large = largeAt(rest, 0);
    this.#framer = newFramer();
    this.#held = countHeld(this.#held, 0);
    if (large === undefined) {
      this.#garbled = true;
      return rest;
    }
    this.large(large, rest, 0, at);
    this.#skip = large.size - large.had;
    return rest.subarray(large.had);
  }

  #note(type: number, block: Buffer, position: number | undefined, start: number, end: number, at: number): void {
    const { recorder } = this.#watch;
    recorder.place(recorder.packet(at, this.#id, this.#direction, type, end - start), block, position, start);
    this.#understand(type, block, start, end, at);
  }

  #understand(type: number, block: Buffer, start: number, end: number, at: number): void {
    const { jobs } = this.#watch;
    if (!this.#isIn) return jobs.told(this.#party.observed, type, block, start, end, at);
    this.#party.heard(type, block, start, end);
    jobs.heard(this.#party.observed, type, block, start, end, at);
  }

  get #direction(): 'in' | 'out' {
    return this.#isIn ? 'in' : 'out';
  }

  /** What of the chunk lies behind a large packet. */
  #skipped(chunk: Buffer): Buffer {
    if (this.#skip === 0) return chunk;
    const gone = Math.min(this.#skip, chunk.length);
    this.#skip -= gone;
    return chunk.subarray(gone);
  }
}
