import { ProtocolError } from './errors.ts';
import { type Magic, nameOf } from './packets.ts';

/** Bytes of a binary packet before its arguments: magic, type, size. docs/protocol.md section 1. */
export const HEADER = 12;
/** Stand where what is no binary packet has no type. No packet type is that high. */
export const TEXT = 254;
/** Bytes that a capture file lacks; how many, its bytes say in digits. */
export const GAP = 253;
export const GARBAGE = 255;

export const MAGIC = { REQ: 0x00524551, RES: 0x00524553 } as const satisfies Record<Magic, number>;
const LINE_FEED = 0x0a;

/** How large a packet and a text line may be, in bytes. */
export interface FrameLimits {
  packet: number;
  line: number;
}

/** gearmand takes 4 GiB and asks for the memory at once; docs/protocol.md section 6 says why we do not. */
export const DEFAULT_LIMITS: FrameLimits = { packet: 256 * 1024 * 1024, line: 8192 };

/**
 * The whole messages at the head of a chunk. They lie one after the other from the head of `block` on: message `index`
 * begins where the one before it ends. Valid until the next `push`; the block may be the chunk itself.
 */
export class Frames {
  block: Buffer = NOTHING;
  count = 0;
  /** Where each message ends in the block. */
  readonly ends: number[] = [];
  /** Packet type of each, or TEXT. */
  readonly types: number[] = [];
  /** What came behind the whole messages was not Gearman; nothing more comes. */
  error: ProtocolError | undefined;
  /** The rest of the chunk, to be pushed next. */
  next: Buffer | undefined;
}

const NOTHING = Buffer.alloc(0);
/** Bytes that a message in pieces is given room for at first. */
const FIRST_ROOM = 256;

/**
 * Finds the messages in any split of the byte stream, without reading them. Takes memory only for bytes that arrived: a
 * declared size is checked against the limit and never allocated. Never throws; garbage ends in `error`. Keeps nothing of a
 * chunk, which may be overwritten after the push.
 */
export class Framer {
  readonly #limits: FrameLimits;
  readonly #frames = new Frames();
  /** The first bytes of a message that is not whole. */
  #held = NOTHING;
  #heldBytes = 0;

  constructor(limits: FrameLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Bytes received that are not yet a whole message. */
  get pending(): number {
    return this.#heldBytes;
  }

  /** The same bytes; a view, valid until the next push. */
  get unfinished(): Buffer {
    return this.#held.subarray(0, this.#heldBytes);
  }

  push(chunk: Buffer): Frames {
    const frames = this.#frames;
    frames.count = 0;
    frames.block = NOTHING;
    frames.next = undefined;
    if (frames.error !== undefined) return frames;
    if (this.#heldBytes === 0) this.#find(chunk, frames);
    else this.#complete(chunk, frames);
    return frames;
  }

  /** Takes back what lies from `start` of the block on, as if it had not come; returns a copy of it, to be pushed again. */
  takeBack(start: number): Buffer {
    const { block, next = NOTHING } = this.#frames;
    const back = Buffer.concat([block.subarray(start), next]);
    if (block.length > 0) this.rest(); // it lies in the block too
    this.#frames.error = undefined;
    return back;
  }

  /** Takes what is not yet a whole message, for the record, when the peer has gone. */
  rest(): Buffer {
    const rest = this.#held.subarray(0, this.#heldBytes);
    this.#held = NOTHING;
    this.#heldBytes = 0;
    return rest;
  }

  /** Notes each whole message of the chunk, and holds what is behind the last. */
  #find(block: Buffer, frames: Frames): void {
    frames.block = block;
    let at = 0;
    while (at < block.length) {
      const end = block[at] === 0 ? this.#packetEnd(block, at, block.length) : this.#lineEnd(block, at, block.length);
      if (frames.error !== undefined) return;
      if (end === 0 || end > block.length) {
        this.#hold(block.subarray(at), end);
        return;
      }
      note(frames, block, at, end);
      at = end;
    }
  }

  /** Adds to the message that is held as much of the chunk as belongs to it. */
  #complete(chunk: Buffer, frames: Frames): void {
    const before = this.#heldBytes;
    if (this.#held[0] !== 0) {
      const feed = chunk.indexOf(LINE_FEED);
      this.#hold(feed < 0 ? chunk : chunk.subarray(0, feed + 1), 0);
    } else if (before < HEADER) this.#hold(chunk.subarray(0, HEADER - before), 0);
    let end = this.#endOfHeld();
    if (frames.error === undefined && this.#held[0] === 0 && end > this.#heldBytes) {
      const taken = this.#heldBytes - before;
      this.#hold(chunk.subarray(taken, taken + end - this.#heldBytes), end);
      end = this.#endOfHeld();
    }
    const rest = chunk.subarray(this.#heldBytes - before);
    if (frames.error !== undefined) {
      frames.block = Buffer.concat([this.rest(), rest]);
      return;
    }
    if (end > 0 && end <= this.#heldBytes) {
      frames.block = this.rest();
      note(frames, frames.block, 0, end);
    }
    if (rest.length > 0) frames.next = rest;
  }

  #endOfHeld(): number {
    return this.#held[0] === 0
      ? this.#packetEnd(this.#held, 0, this.#heldBytes)
      : this.#lineEnd(this.#held, 0, this.#heldBytes);
  }

  /** Holds more bytes of a message that will have `wanted` in all, or 0 where that is not known. */
  #hold(bytes: Buffer, wanted: number): void {
    const total = this.#heldBytes + bytes.length;
    if (total > this.#held.length) {
      const room = Math.max(total, Math.min(Math.max(FIRST_ROOM, this.#held.length * 2), wanted || FIRST_ROOM));
      const held = Buffer.allocUnsafe(room);
      this.#held.copy(held, 0, 0, this.#heldBytes);
      this.#held = held;
    }
    bytes.copy(this.#held, this.#heldBytes);
    this.#heldBytes = total;
  }

  /** Where the line at `at` ends, its line feed included; 0 where that has not come. */
  #lineEnd(block: Buffer, at: number, available: number): number {
    const feed = block.subarray(0, available).indexOf(LINE_FEED, at);
    if ((feed < 0 ? available : feed) - at > this.#limits.line)
      this.#frames.error = new ProtocolError(`text line over the limit of ${this.#limits.line} bytes`);
    return feed + 1;
  }

  /** Where the packet at `at` ends or will end; 0 where its header has not come. */
  #packetEnd(block: Buffer, at: number, available: number): number {
    if (available - at < HEADER) return 0;
    const type = word(block, at + 4);
    const size = word(block, at + 8);
    this.#frames.error = this.#refusal(block, at, type, size);
    return at + HEADER + size;
  }

  #refusal(block: Buffer, at: number, type: number, size: number): ProtocolError | undefined {
    const magic = word(block, at);
    if (magic !== MAGIC.REQ && magic !== MAGIC.RES)
      return new ProtocolError(`bad magic ${block.toString('hex', at, at + 4)}`);
    const name = nameOf(type);
    if (name === undefined) return new ProtocolError(`unknown packet type ${type}`);
    if (size > this.#limits.packet)
      return new ProtocolError(`${name} declares ${size} bytes, over the limit of ${this.#limits.packet}`);
    return undefined;
  }
}

function note(frames: Frames, block: Buffer, at: number, end: number): void {
  frames.types[frames.count] = block[at] === 0 ? word(block, at + 4) : TEXT;
  frames.ends[frames.count] = end;
  frames.count += 1;
}

/** The magic of the packet at `at`; only for a packet that the framer has found. */
export const magicAt = (block: Buffer, at: number): Magic => (word(block, at) === MAGIC.REQ ? 'REQ' : 'RES');

/** An unsigned number of 32 bits, most significant byte first. */
const word = (block: Buffer, at: number): number =>
  (((block[at] as number) << 24) |
    ((block[at + 1] as number) << 16) |
    ((block[at + 2] as number) << 8) |
    (block[at + 3] as number)) >>>
  0;
