import { GAP, GARBAGE, HEADER, MAGIC, TEXT } from '../../protocol/framer.ts';
import { nameOf } from '../../protocol/packets.ts';

/** Of a larger message only so many bytes are kept, as in the live capture. */
const KEPT = 8 * 1024 * 1024;
/** What a sound packet may declare; gearmand itself takes more, but nobody sends it. */
const LARGEST = 1024 * 1024 * 1024;
/** A text line is shorter. */
const LINE = 8192;
const LINE_FEED = 0x0a;
const FIRST_ROOM = 1024;
const MAGIC_BEGINS = Buffer.from('\0RE', 'latin1');
const NOTHING: Buffer = Buffer.alloc(0);

/** Bytes that all messages that are not whole may take together; what is over that is counted and not kept. */
export interface Room {
  left: number;
}

/** Told of each message when its last byte has come: its first bytes, valid until this returns, and how many it had. */
export type OnMessage = (type: number, bytes: Buffer, size: number, at: number) => void;

/**
 * Finds the messages in one direction of a connection of which parts may be missing. A gap is a message of its own, whose bytes
 * are its size in digits; the message that it tore has its first bytes and its size. What is no message is garbage, up to
 * where the next one can be told.
 */
export class MessageFinder {
  readonly #tell: OnMessage;
  readonly #room: Room;
  /** The bytes that are kept of a message that is not whole, or of garbage. */
  #held = NOTHING;
  #kept = 0;
  /** How many bytes of it have come or were missed, and how many it will have; 0 where that is not known. */
  #count = 0;
  #wanted = 0;
  /** A part of it is missing: no more of its bytes are kept. */
  #torn = false;
  /** It is not known where a message begins. */
  #lost: boolean;
  /** Where it is not: the last bytes, in which a header may begin. */
  #tail = NOTHING;
  #at = 0;

  /** `lost` where the stream was not seen from its beginning. */
  constructor(tell: OnMessage, room: Room, lost = false) {
    this.#tell = tell;
    this.#room = room;
    this.#lost = lost;
  }

  push(bytes: Buffer, at: number): void {
    this.#at = at;
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#lost) rest = this.#seek(rest);
      else if (this.#count === 0) rest = this.#whole(rest);
      else rest = rest.subarray(this.#more(rest));
    }
  }

  gap(size: number, at: number): void {
    this.#at = at;
    const digits = Buffer.from(`${size}`, 'latin1');
    const inside = this.#count > 0 && size <= this.#wanted - this.#count;
    if (!inside) this.#leave();
    this.#tell(GAP, digits, size, at);
    if (!inside) {
      this.#lost = true;
      return;
    }
    this.#torn = true;
    this.#count += size;
    if (this.#count === this.#wanted) this.#finish();
  }

  /** Nothing more comes: what is not whole is told as it is. */
  end(at: number): void {
    this.#at = at;
    this.#leave();
  }

  /** Tells messages that lie whole in the bytes; returns what is behind them. */
  #whole(bytes: Buffer): Buffer {
    let at = 0;
    while (at < bytes.length) {
      if (bytes[at] !== 0) {
        const feed = bytes.indexOf(LINE_FEED, at);
        if (feed < 0 || feed - at > LINE) break;
        this.#tell(TEXT, bytes.subarray(at, feed + 1), feed + 1 - at, this.#at);
        at = feed + 1;
        continue;
      }
      if (bytes.length - at < HEADER) break;
      const size = sizeAt(bytes, at);
      if (size === undefined) {
        this.#lost = true;
        return bytes.subarray(at);
      }
      if (size > bytes.length - at) break;
      // Most segments are one packet.
      const message = size === bytes.length && size <= KEPT ? bytes : bytes.subarray(at, at + Math.min(size, KEPT));
      this.#tell(typeAt(bytes, at), message, size, this.#at);
      at += size;
    }
    if (at === bytes.length) return NOTHING;
    const rest = bytes.subarray(at);
    return rest.subarray(this.#more(rest));
  }

  /** Adds to a message that is not whole; returns how many bytes belonged to it. */
  #more(bytes: Buffer): number {
    if (this.#wanted === 0 && (this.#count > 0 ? this.#held[0] : bytes[0]) !== 0) return this.#line(bytes);
    let taken = 0;
    if (this.#wanted === 0) {
      taken = Math.min(HEADER - this.#count, bytes.length);
      this.#keep(bytes.subarray(0, taken));
      if (this.#count < HEADER) return taken;
      const size = sizeAt(this.#held, 0);
      if (size === undefined) return this.#lose(taken);
      this.#wanted = size;
    }
    const rest = bytes.subarray(taken, taken + this.#wanted - this.#count);
    this.#keep(rest);
    if (this.#count === this.#wanted) this.#finish();
    return taken + rest.length;
  }

  #line(bytes: Buffer): number {
    const feed = bytes.indexOf(LINE_FEED);
    const taken = feed < 0 ? bytes.length : feed + 1;
    this.#keep(bytes.subarray(0, taken));
    if (this.#count > LINE) this.#lost = true;
    else if (feed >= 0) {
      const line = this.#held.subarray(0, this.#kept);
      this.#reset();
      this.#tell(TEXT, line, line.length, this.#at);
    }
    return taken;
  }

  /** What was taken for a header is none: it is looked at again, for one that begins in it. */
  #lose(taken: number): number {
    this.#lost = true;
    this.#tail = Buffer.from(this.#held.subarray(0, this.#kept));
    this.#reset();
    return taken;
  }

  /** Looks for a header; returns what begins with it, or nothing. */
  #seek(bytes: Buffer): Buffer {
    const all = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    const found = headerIn(all);
    // The last bytes may be the beginning of one.
    const garbage = found < 0 ? Math.max(0, all.length - HEADER + 1) : found;
    this.#keep(all.subarray(0, garbage));
    this.#tail = found < 0 ? Buffer.from(all.subarray(garbage)) : NOTHING;
    if (found < 0) return NOTHING;
    this.#leave();
    this.#lost = false;
    return all.subarray(found);
  }

  /** Tells what is held as what it is: a torn or unfinished packet keeps its type if its header is there. */
  #finish(): void {
    const size = this.#wanted;
    const held = this.#held.subarray(0, this.#kept);
    this.#reset();
    this.#tell(typeAt(held, 0), held, size, this.#at);
  }

  /** Gives up what is not whole. */
  #leave(): void {
    this.#keep(this.#tail);
    this.#tail = NOTHING;
    if (this.#count === 0) return;
    const size = this.#count;
    const held = this.#held.subarray(0, this.#kept);
    this.#reset();
    this.#tell(GARBAGE, held, size, this.#at);
  }

  #reset(): void {
    this.#kept = 0;
    this.#count = 0;
    this.#wanted = 0;
    this.#torn = false;
    this.#room.left += this.#held.length;
    this.#held = NOTHING; // whoever is told of a message may still look at it
  }

  #keep(bytes: Buffer): void {
    this.#count += bytes.length;
    if (this.#torn || bytes.length === 0) return;
    const wanted = Math.min(this.#kept + bytes.length, KEPT);
    if (wanted > this.#held.length) this.#grow(wanted);
    this.#kept += bytes.copy(this.#held, this.#kept, 0, Math.min(wanted, this.#held.length) - this.#kept);
    this.#torn = this.#kept < this.#count;
  }

  #grow(wanted: number): void {
    const length = Math.min(KEPT, Math.max(wanted, this.#held.length * 2, FIRST_ROOM));
    if (length - this.#held.length > this.#room.left && wanted > HEADER) return;
    this.#room.left -= length - this.#held.length;
    const held = Buffer.allocUnsafe(length);
    this.#held.copy(held, 0, 0, this.#kept);
    this.#held = held;
  }
}

/** Bytes of the packet whose header is at `at`; undefined where none can be. */
function sizeAt(bytes: Buffer, at: number): number | undefined {
  const magic = bytes.readUInt32BE(at);
  if (magic !== MAGIC.REQ && magic !== MAGIC.RES) return undefined;
  const size = bytes.readUInt32BE(at + 8);
  // Types that are not known yet have a size too.
  return bytes.readUInt32BE(at + 4) < 256 && size <= LARGEST ? HEADER + size : undefined;
}

const typeAt = (bytes: Buffer, at: number): number => {
  const type = bytes.readUInt32BE(at + 4);
  return nameOf(type) === undefined ? GARBAGE : type;
};

/** Where the first whole header of a known packet is; -1 where there is none. */
export function headerIn(bytes: Buffer): number {
  for (
    let at = bytes.indexOf(MAGIC_BEGINS);
    at >= 0 && at + HEADER <= bytes.length;
    at = bytes.indexOf(MAGIC_BEGINS, at + 1)
  )
    if (sizeAt(bytes, at) !== undefined && nameOf(bytes.readUInt32BE(at + 4)) !== undefined) return at;
  return -1;
}
