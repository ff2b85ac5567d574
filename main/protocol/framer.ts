import { ProtocolError } from './errors.ts';
import { type Magic, nameOf } from './packets.ts';

/** Bytes of a binary packet before its arguments: magic, type, size. docs/protocol.md section 1. */
export const HEADER = 12;
/** Stand where what is no binary packet has no type. No packet type is that high. */
export const TEXT = 254;
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
 * The whole messages that one chunk of input completed. They lie one after the other from the head of `block` on: message
 * `index` begins where the one before it ends. Valid until the next `push`.
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

  /** Where the last whole message ends. */
  get end(): number {
    return this.count === 0 ? 0 : (this.ends[this.count - 1] as number);
  }
}

const NOTHING = Buffer.alloc(0);

/**
 * Finds the messages in any split of the byte stream, without reading them. Takes memory only for bytes that arrived: a
 * declared size is checked against the limit and never allocated. Never throws; garbage ends in `error`.
 */
export class Framer {
  readonly #limits: FrameLimits;
  readonly #frames = new Frames();
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Bytes that must have come before the first held message can be complete. */
  #wanted = 0;

  constructor(limits: FrameLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Bytes received that are not yet a whole message. */
  get pending(): number {
    return this.#heldBytes;
  }

  push(chunk: Buffer): Frames {
    const frames = this.#frames;
    frames.count = 0;
    frames.block = NOTHING;
    if (frames.error !== undefined) return frames;
    if (this.#heldBytes + chunk.length < this.#wanted) {
      this.#hold(chunk);
      return frames;
    }
    const block = this.#heldBytes === 0 ? chunk : Buffer.concat([...this.#held, chunk]);
    if (this.#heldBytes > 0) this.#held = [];
    this.#heldBytes = 0;
    this.#wanted = 0;
    frames.block = block;
    const at = this.#find(block, frames);
    // A copy, so that a few bytes do not keep a whole chunk alive.
    if (at < block.length && frames.error === undefined) this.#hold(Buffer.from(block.subarray(at)));
    return frames;
  }

  /** Takes what is not yet a whole message, for the record, when the peer has gone. */
  rest(): Buffer {
    const rest = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return rest;
  }

  #hold(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
  }

  /** Notes each whole message; returns where the first that is not whole begins. */
  #find(block: Buffer, frames: Frames): number {
    const length = block.length;
    let at = 0;
    while (at < length) {
      let end: number;
      let type: number;
      if (block[at] !== 0) {
        const feed = block.indexOf(LINE_FEED, at);
        if ((feed < 0 ? length : feed) - at > this.#limits.line) {
          frames.error = new ProtocolError(`text line over the limit of ${this.#limits.line} bytes`);
          return at;
        }
        if (feed < 0) return at;
        end = feed + 1;
        type = TEXT;
      } else {
        if (length - at < HEADER) {
          this.#wanted = HEADER;
          return at;
        }
        type = word(block, at + 4);
        const size = word(block, at + 8);
        frames.error = this.#refusal(block, at, type, size);
        if (frames.error !== undefined) return at;
        end = at + HEADER + size;
        if (end > length) {
          this.#wanted = HEADER + size;
          return at;
        }
      }
      frames.ends[frames.count] = end;
      frames.types[frames.count] = type;
      frames.count += 1;
      at = end;
    }
    return at;
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

/** The magic of the packet at `at`; only for a packet that the framer has found. */
export const magicAt = (block: Buffer, at: number): Magic => (word(block, at) === MAGIC.REQ ? 'REQ' : 'RES');

/** An unsigned number of 32 bits, most significant byte first. */
const word = (block: Buffer, at: number): number =>
  (((block[at] as number) << 24) |
    ((block[at + 1] as number) << 16) |
    ((block[at + 2] as number) << 8) |
    (block[at + 3] as number)) >>>
  0;
