import { BLOCK, BYTE_ORDER } from '../pcapng-blocks.ts';

/** A frame of a capture file, as it was on its link. */
export interface Frame {
  /** Milliseconds since the epoch. */
  at: number;
  /** What its first bytes are; numbers of https://www.tcpdump.org/linktypes.html. */
  link: number;
  /** The bytes that were kept, of which the frame may have had more; valid until the next push. */
  bytes: Buffer;
  original: number;
  comments: readonly string[];
}

/** Why a file cannot be read any further. */
export type Damage = 'not-a-capture' | 'bad-length' | 'bad-block' | 'cut-off' | 'bad-packing';

export class DamagedFile extends Error {
  readonly damage: Damage;
  /** Where in the file, in bytes. */
  readonly offset: number;

  constructor(damage: Damage, offset: number) {
    super(`${damage} at byte ${offset}`);
    this.name = 'DamagedFile';
    this.damage = damage;
    this.offset = offset;
  }
}

/** What begins a pcap file: whether times have nanoseconds, and bytes of a record's header. Read as it lies and turned round. */
const PCAP: Record<number, { nanoseconds: boolean; header: number }> = {
  [0xa1b2c3d4]: { nanoseconds: false, header: 16 },
  [0xa1b23c4d]: { nanoseconds: true, header: 16 },
  [0xa1b2cd34]: { nanoseconds: false, header: 24 }, // of old Linux systems
};
const PCAP_HEADER = 24;
/** No block and no record is shorter, and of none more is needed to tell how long it is. */
const SHORTEST = 12;
const LONGEST_HEADER = 24;
/** No frame and no block of a sound file is larger. */
const LARGEST_FRAME = 1024 * 1024;
const LARGEST_BLOCK = 16 * 1024 * 1024;
/** Block types that older programs wrote, and those that hold packets. */
const OBSOLETE_PACKET = 2;
const OPTION = { end: 0, comment: 1, resolution: 9, offset: 14 } as const;

/** Later than this no time can be written, and earlier than 1970 nobody has captured: a damaged file says so. ms */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const NONE: readonly string[] = [];
const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

interface Interface {
  link: number;
  snapLength: number;
  /** Ticks in a millisecond. */
  ticks: number;
  /** Milliseconds to be added. */
  offset: number;
}

/**
 * Finds the frames of a pcap or pcapng file that comes in any pieces. Throws `DamagedFile` where the file cannot be what it says
 * it is; frames before that place have been given.
 */
export class FrameReader {
  #held: Buffer = Buffer.alloc(0);
  /** Where in the file the held bytes begin. */
  #offset = 0;
  #kind: 'pcap' | 'pcapng' | undefined;
  #little = true;
  #pcap = { nanoseconds: false, header: 16, link: 0 };
  #interfaces: Interface[] = [];

  push(chunk: Buffer, onFrame: (frame: Frame) => void): void {
    const rest = this.#held.length === 0 ? chunk : this.#complete(chunk, onFrame);
    if (rest === undefined) return;
    const done = this.#whole(rest, onFrame);
    this.#held = Buffer.from(rest.subarray(done)); // the chunk may be used again
  }

  /** Adds to the block that is held as much as belongs to it; returns what is behind it, undefined where it is not whole yet. */
  #complete(chunk: Buffer, onFrame: (frame: Frame) => void): Buffer | undefined {
    const begun = Buffer.concat([this.#held, chunk.subarray(0, LONGEST_HEADER)]);
    const length = begun.length < SHORTEST ? undefined : this.#lengthAt(begun, 0);
    const wanted = length === undefined ? Number.POSITIVE_INFINITY : length - this.#held.length;
    this.#held = Buffer.concat([this.#held, chunk.subarray(0, wanted)]);
    if (wanted > chunk.length) return undefined;
    this.#whole(this.#held, onFrame);
    return chunk.subarray(wanted);
  }

  /** Gives the frames that lie whole in the bytes; returns where that ends. */
  #whole(bytes: Buffer, onFrame: (frame: Frame) => void): number {
    let at = 0;
    while (bytes.length - at >= SHORTEST) {
      const start = at;
      const length = this.#lengthAt(bytes, at);
      if (length === undefined || bytes.length - at < length) break;
      at += length;
      const frame = this.#kind === 'pcap' ? this.#record(bytes, start, length) : this.#block(bytes, start, length);
      if (frame !== undefined) onFrame(frame);
      this.#offset += length;
    }
    return at;
  }

  /** The file has ended. Throws where that was in the middle of something. */
  end(): void {
    if (this.#kind === undefined) throw new DamagedFile('not-a-capture', 0);
    if (this.#held.length > 0) throw new DamagedFile('cut-off', this.#offset);
  }

  /** Bytes of the file header, block or record that begins at `at`; undefined where that has not come. */
  #lengthAt(bytes: Buffer, at: number): number | undefined {
    if (this.#kind === undefined) return this.#begin(bytes);
    if (this.#kind === 'pcap') {
      if (this.#offset === 0) return PCAP_HEADER;
      if (bytes.length - at < this.#pcap.header) return undefined;
      const kept = this.#word(bytes, at + 8);
      if (kept > LARGEST_FRAME) throw new DamagedFile('bad-length', this.#offset);
      return this.#pcap.header + kept;
    }
    if (bytes.readUInt32LE(at) === BLOCK.section) this.#section(bytes, at);
    const length = this.#word(bytes, at + 4);
    if (length < 12 || length % 4 !== 0 || length > LARGEST_BLOCK) throw new DamagedFile('bad-length', this.#offset);
    if (bytes.length - at >= length && this.#word(bytes, at + length - 4) !== length)
      throw new DamagedFile('bad-block', this.#offset);
    return length;
  }

  /** Looks what kind of file it is; returns the length of what begins it. */
  #begin(bytes: Buffer): number | undefined {
    if (bytes.readUInt32LE(0) === BLOCK.section) {
      this.#kind = 'pcapng';
      return this.#lengthAt(bytes, 0);
    }
    const [little, big] = [PCAP[bytes.readUInt32LE(0)], PCAP[bytes.readUInt32BE(0)]];
    const found = little ?? big;
    if (found === undefined) throw new DamagedFile('not-a-capture', 0);
    if (bytes.length < PCAP_HEADER) return undefined;
    this.#little = little !== undefined;
    // The upper bits tell of a checksum behind the frame, which is not looked at.
    this.#pcap = { ...found, link: this.#word(bytes, 20) & 0xffff };
    this.#kind = 'pcap';
    return PCAP_HEADER;
  }

  /** A section has its own byte order, and interfaces. */
  #section(bytes: Buffer, at: number): void {
    if (bytes.readUInt32LE(at + 8) === BYTE_ORDER) this.#little = true;
    else if (bytes.readUInt32BE(at + 8) === BYTE_ORDER) this.#little = false;
    else throw new DamagedFile(this.#offset === 0 ? 'not-a-capture' : 'bad-block', this.#offset);
  }

  #record(bytes: Buffer, start: number, length: number): Frame | undefined {
    if (this.#offset === 0) return undefined; // the file's header
    const { nanoseconds, header, link } = this.#pcap;
    const fraction = this.#word(bytes, start + 4);
    return {
      at: this.#word(bytes, start) * 1000 + fraction / (nanoseconds ? 1e6 : 1000),
      link,
      bytes: bytes.subarray(start + header, start + length),
      original: this.#word(bytes, start + 12),
      comments: NONE,
    };
  }

  #block(bytes: Buffer, start: number, length: number): Frame | undefined {
    const end = start + length - 4;
    switch (this.#word(bytes, start)) {
      case BLOCK.section:
        this.#interfaces = [];
        return undefined;
      case BLOCK.interface:
        this.#interfaces.push(this.#interface(bytes.subarray(start + 8, end)));
        return undefined;
      case BLOCK.enhanced:
        return this.#packet(bytes, start + 8, end, this.#word(bytes, start + 8));
      case OBSOLETE_PACKET:
        return this.#packet(bytes, start + 8, end, this.#short(bytes, start + 8));
      case BLOCK.simple:
        return this.#simple(bytes.subarray(start + 8, end));
      default:
        return undefined;
    }
  }

  #interface(body: Buffer): Interface {
    if (body.length < 8) throw new DamagedFile('bad-block', this.#offset);
    const told = { link: this.#short(body, 0), snapLength: this.#word(body, 4), ticks: 1000, offset: 0 };
    for (const { code, value } of this.#options(body, 8)) {
      if (code === OPTION.resolution && value.length === 1) {
        const resolution = value[0] as number;
        const power = resolution & 0x7f;
        told.ticks = ((resolution & 0x80) === 0 ? 10 ** power : 2 ** power) / 1000;
      }
      if (code === OPTION.offset && value.length === 8)
        told.offset = Number(this.#little ? value.readBigInt64LE(0) : value.readBigInt64BE(0)) * 1000;
    }
    return told;
  }

  /** The packet whose block has its body at `start..end`. */
  #packet(bytes: Buffer, start: number, end: number, number: number): Frame {
    const from = this.#interfaces[number];
    if (from === undefined || end - start < 20) throw new DamagedFile('bad-block', this.#offset);
    const kept = this.#word(bytes, start + 12);
    if (kept > end - start - 20) throw new DamagedFile('bad-length', this.#offset);
    const time = this.#word(bytes, start + 4) * 2 ** 32 + this.#word(bytes, start + 8);
    const options = start + 20 + ((kept + 3) & ~3);
    return {
      at: between(0, time / from.ticks + from.offset, LATEST),
      link: from.link,
      bytes: bytes.subarray(start + 20, start + 20 + kept),
      original: this.#word(bytes, start + 16),
      comments: this.#hasComments(bytes, options, end) ? this.#comments(bytes.subarray(options, end)) : NONE,
    };
  }

  /** Most frames have none, and are very many. */
  #hasComments(bytes: Buffer, start: number, end: number): boolean {
    for (let at = start; at + 4 <= end; at += 4 + ((this.#short(bytes, at + 2) + 3) & ~3)) {
      const code = this.#short(bytes, at);
      if (code === OPTION.comment) return true;
      if (code === OPTION.end) return false;
    }
    return false;
  }

  #comments(options: Buffer): string[] {
    const comments: string[] = [];
    for (const { code, value } of this.#options(options, 0))
      if (code === OPTION.comment) comments.push(value.toString('utf8'));
    return comments;
  }

  /** A packet without a time. */
  #simple(body: Buffer): Frame {
    const from = this.#interfaces[0];
    if (from === undefined || body.length < 4) throw new DamagedFile('bad-block', this.#offset);
    const original = this.#word(body, 0);
    const kept = Math.min(original, from.snapLength || original, body.length - 4);
    return { at: 0, link: from.link, bytes: body.subarray(4, 4 + kept), original, comments: NONE };
  }

  /** Options up to their end, or to where they make no sense: they are no reason to give a file up. */
  *#options(body: Buffer, start: number): Generator<{ code: number; value: Buffer }> {
    let at = start;
    while (at + 4 <= body.length) {
      const code = this.#short(body, at);
      const length = this.#short(body, at + 2);
      if (code === OPTION.end || at + 4 + length > body.length) return;
      yield { code, value: body.subarray(at + 4, at + 4 + length) };
      at += 4 + ((length + 3) & ~3);
    }
  }

  #word = (bytes: Buffer, at: number): number => (this.#little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  #short = (bytes: Buffer, at: number): number => (this.#little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
}
