/**
 * Blocks of a pcapng file, in this machine's byte order as that of all it runs on. Source: IETF draft-ietf-opsawg-pcapng.
 */
export const BLOCK = { section: 0x0a0d0d0a, interface: 1, simple: 3, enhanced: 6 } as const;
export const BYTE_ORDER = 0x1a2b3c4d;
/** Frames begin with the IP header. */
export const LINKTYPE_RAW = 101;

const OPTION = { end: 0, comment: 1, application: 4, name: 2, description: 3, resolution: 9, flags: 2 } as const;
/** Times are counted in 10 to the power of -6 s, as the capture measures them. */
const MICROSECONDS = 6;
/** `epb_flags`: which way a packet went, seen from the server. */
const FLAGS = { in: 1, out: 2 } as const;

const FIRST_ROOM = 256 * 1024;

/** What is told of a frame beside its bytes. */
export interface FrameFacts {
  /** Milliseconds since the epoch. */
  at: number;
  direction: 'in' | 'out';
  /** Bytes that the frame had; more than are kept where it was cut. */
  original: number;
  comments: readonly string[];
}

/** Writes blocks one after the other into memory that is used again after each `take`. */
export class PcapngBlocks {
  #room = Buffer.allocUnsafeSlow(FIRST_ROOM);
  #used = 0;

  /** Bytes written since the last `take`. */
  get length(): number {
    return this.#used;
  }

  /** The blocks written since the last `take`; valid until the next block. */
  take(): Buffer {
    const taken = this.#room.subarray(0, this.#used);
    this.#used = 0;
    return taken;
  }

  /** The block that begins a file. */
  section(application: string): void {
    const options = [text(OPTION.application, application)];
    const at = this.#begin(BLOCK.section, 16, 0, options);
    this.#room.writeUInt32LE(BYTE_ORDER, at);
    this.#room.writeUInt16LE(1, at + 4);
    this.#room.writeUInt16LE(0, at + 6);
    this.#room.writeBigInt64LE(-1n, at + 8); // the section's length is not told
  }

  interface(name: string, description: string): void {
    const resolution = { code: OPTION.resolution, value: Buffer.from([MICROSECONDS]) };
    const options = [text(OPTION.name, name), text(OPTION.description, description), resolution];
    const at = this.#begin(BLOCK.interface, 8, 0, options);
    this.#room.writeUInt32LE(LINKTYPE_RAW, at);
    this.#room.writeUInt32LE(0, at + 4); // frames may have any length
  }

  /** Makes room for a frame of which `kept` bytes are in the file; returns the room, to be filled before the next block. */
  frame(kept: number, { at, direction, original, comments }: FrameFacts): Buffer {
    const options = comments.map((comment) => text(OPTION.comment, comment));
    const start = this.#begin(BLOCK.enhanced, 20, kept, options, FLAGS[direction]);
    const time = Math.round(at * 1000);
    this.#room.writeUInt32LE(0, start);
    this.#room.writeUInt32LE(Math.floor(time / 2 ** 32), start + 4);
    this.#room.writeUInt32LE(time % 2 ** 32, start + 8);
    this.#room.writeUInt32LE(kept, start + 12);
    this.#room.writeUInt32LE(original, start + 16);
    return this.#room.subarray(start + 20, start + 20 + kept);
  }

  /** Lays a block down, but for its `fixed` bytes and `data` bytes; returns where these begin. */
  #begin(type: number, fixed: number, data: number, options: readonly Option[], flags?: number): number {
    const padded = (data + 3) & ~3;
    let length = 12 + fixed + padded + 4;
    if (flags !== undefined) length += 8;
    for (const { value } of options) length += 4 + ((value.length + 3) & ~3);
    this.#reserve(length);
    const room = this.#room;
    const start = this.#used;
    room.writeUInt32LE(type, start);
    room.writeUInt32LE(length, start + 4);
    let at = start + 8 + fixed;
    room.fill(0, at + data, at + padded);
    at += padded;
    if (flags !== undefined) {
      room.writeUInt32LE(OPTION.flags | (4 << 16), at);
      room.writeUInt32LE(flags, at + 4);
      at += 8;
    }
    for (const { code, value } of options) {
      room.writeUInt16LE(code, at);
      room.writeUInt16LE(value.length, at + 2);
      value.copy(room, at + 4);
      const end = at + 4 + value.length;
      at = (end + 3) & ~3;
      room.fill(0, end, at);
    }
    room.writeUInt32LE(OPTION.end, at);
    room.writeUInt32LE(length, at + 4);
    this.#used += length;
    return start + 8;
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#room.length) return;
    const room = Buffer.allocUnsafeSlow(Math.max(this.#room.length * 2, this.#used + length));
    this.#room.copy(room, 0, 0, this.#used);
    this.#room = room;
  }
}

interface Option {
  readonly code: number;
  readonly value: Buffer;
}

/** An option's length has 16 bits: a longer text is cut, between two characters. */
const LONGEST = 0xffff;

function text(code: number, words: string): Option {
  const value = Buffer.from(words, 'utf8');
  if (value.length <= LONGEST) return { code, value };
  let end = LONGEST;
  while (((value[end] as number) & 0xc0) === 0x80) end -= 1;
  return { code, value: value.subarray(0, end) };
}
