import { ByteStore } from './bytes.ts';

/** `in` is from a peer to the server, `out` from the server to a peer. */
export type Direction = 'in' | 'out';

/** Kinds of entry that are no binary packet; they stand where its type would. No packet type is that high. */
export const TEXT = 254;
export const GARBAGE = 255;

/** One entry of the capture: a packet, a text line, or bytes that were neither. */
export interface Entry {
  /** Counts up from 0 over the life of the capture. */
  readonly seq: number;
  /** Milliseconds since the epoch, with microseconds. */
  readonly at: number;
  /** Which server and run it belongs to, an index that the owner of the ring gives. */
  readonly host: number;
  readonly connection: number;
  readonly direction: Direction;
  /** Packet type, TEXT or GARBAGE. */
  readonly type: number;
  /** Bytes on the wire. */
  readonly size: number;
  /** The bytes, or the first of them where the packet is over the limit; a view, valid until the next packet. */
  readonly bytes: Buffer;
}

export interface RingOptions {
  /** Entries held at most. */
  entries: number;
  /** Bytes held at most. */
  bytes: number;
  /** Of a larger packet only so many bytes are kept. */
  perPacket: number;
}

export const DEFAULT_RING: RingOptions = { entries: 1 << 20, bytes: 128 * 1024 * 1024, perPacket: 8 * 1024 * 1024 };

/*
 * A slot: at, position (float64), connection, size, kept (uint32), host (uint16), type, direction (uint8). Pages of slots are allocated as they are reached, so that an idle capture takes little.
 */
const SLOT = 32;
const PAGE = 1 << 14;

/**
 * A bounded recording of packets; the newest win. Each chunk of input is copied once, whole; a slot of fixed size says
 * where in it a packet lies. An entry is forgotten when its slot or its bytes are needed for newer ones.
 */
export class CaptureRing {
  /** Number of the oldest entry still held, and of the next one to come. */
  first = 0;
  next = 0;
  /** Entries that had to leave for newer ones since the capture was cleared. */
  forgotten = 0;
  readonly #options: RingOptions;
  readonly #bytes: ByteStore;
  readonly #pages: Buffer[] = [];
  /** Position of the oldest byte when it was last looked for entries without bytes. */
  #held = 0;

  constructor(options: RingOptions = DEFAULT_RING) {
    this.#options = options;
    this.#bytes = new ByteStore(options.bytes);
  }

  /**
   * Copies a block that holds whole packets, to be added one by one; returns its position. A block over the limit for one
   * packet is not copied as a whole: it returns undefined and `add` copies the beginning of each packet.
   */
  keep(block: Buffer): number | undefined {
    return block.length > this.#options.perPacket ? undefined : this.#bytes.keep(block);
  }

  /** Adds the packet that lies at `start..end` of the block kept at `position`. */
  add(
    entry: Pick<Entry, 'at' | 'host' | 'connection' | 'direction' | 'type'>,
    block: Buffer,
    position: number | undefined,
    start: number,
    end: number,
  ): void {
    const size = end - start;
    const kept = Math.min(size, this.#options.perPacket);
    const where = position === undefined ? this.#bytes.keep(block.subarray(start, start + kept)) : position + start;
    const page = this.#page(this.next);
    const at = this.#offset(this.next);
    page.writeDoubleLE(entry.at, at);
    page.writeDoubleLE(where, at + 8);
    page.writeUInt32LE(entry.connection, at + 16);
    page.writeUInt32LE(size, at + 20);
    page.writeUInt32LE(kept, at + 24);
    page.writeUInt16LE(entry.host, at + 28);
    page[at + 30] = entry.type;
    page[at + 31] = entry.direction === 'in' ? 0 : 1;
    this.next += 1;
    if (this.next - this.first > this.#options.entries) this.#forgetOldest();
    if (this.#bytes.first !== this.#held) this.#forgetLost();
  }

  /** The entry, or undefined where it was forgotten or has not come yet. */
  get(seq: number): Entry | undefined {
    if (seq < this.first || seq >= this.next) return undefined;
    const page = this.#page(seq);
    const at = this.#offset(seq);
    const bytes = this.#bytes.at(this.#positionOf(seq), page.readUInt32LE(at + 24));
    if (bytes === undefined) return undefined;
    return {
      seq,
      at: page.readDoubleLE(at),
      host: this.hostOf(seq),
      connection: this.connectionOf(seq),
      direction: page[at + 31] === 0 ? 'in' : 'out',
      type: page[at + 30] as number,
      size: page.readUInt32LE(at + 20),
      bytes,
    };
  }

  /** Two facts of an entry that is held, without the cost of the others. */
  hostOf(seq: number): number {
    return this.#page(seq).readUInt16LE(this.#offset(seq) + 28);
  }

  connectionOf(seq: number): number {
    return this.#page(seq).readUInt32LE(this.#offset(seq) + 16);
  }

  /** Forgets all entries; numbers go on. */
  clear(): void {
    this.first = this.next;
    this.forgotten = 0;
    this.#bytes.clear();
  }

  #forgetOldest(): void {
    this.first += 1;
    this.forgotten += 1;
  }

  /**
   * Forgets up to the last entry whose bytes have left. Answers lie behind all packets of the block that caused them, so
   * the search ends at the first packet of a peer that is still there.
   */
  #forgetLost(): void {
    this.#held = this.#bytes.first;
    let kept = this.first;
    for (let seq = this.first; seq < this.next; seq += 1) {
      if (this.#positionOf(seq) < this.#held) kept = seq + 1;
      else if (this.#page(seq)[this.#offset(seq) + 31] === 0) break;
    }
    this.forgotten += kept - this.first;
    this.first = kept;
  }

  #positionOf(seq: number): number {
    return this.#page(seq).readDoubleLE(this.#offset(seq) + 8);
  }

  /** The page that holds the slot of an entry, and where in it the slot lies. */
  #page(seq: number): Buffer {
    const number = Math.floor((seq % this.#options.entries) / PAGE);
    let page = this.#pages[number];
    if (page === undefined) {
      page = Buffer.alloc(PAGE * SLOT);
      this.#pages[number] = page;
    }
    return page;
  }

  #offset(seq: number): number {
    return ((seq % this.#options.entries) % PAGE) * SLOT;
  }
}
