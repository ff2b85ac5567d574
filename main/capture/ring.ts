import { ByteStore, SYSTEM_PAGE } from './bytes.ts';
import { Glimpse } from './glimpse.ts';

/** `in` is from a peer to the server, `out` from the server to a peer. */
export type Direction = 'in' | 'out';

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
  /** Packet type, TEXT, GARBAGE or GAP. */
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

export const DEFAULT_RING: RingOptions = { entries: 1 << 21, bytes: 128 * 1024 * 1024, perPacket: 8 * 1024 * 1024 };

/** Slots are allocated so many at a time, as they are reached or beforehand. */
const PAGE = 1 << 14;

/** A slot is four numbers of 64 bits, the last two of which hold four of 32: what is known of an entry beside its bytes. */
const DOUBLES = 4;
const WORDS = 8;
const [AT, POSITION] = [0, 1];
const [CONNECTION, SIZE, KEPT, KIND] = [4, 5, 6, 7];
/** Hosts that an entry can name. */
export const HOSTS_MOST = 1 << 16;
/** In KIND: the host in the upper half, the type in the lower, and this for what the server sent. */
const OUT = 0x100;

/** The position of an entry whose bytes have not come yet: they are kept together with those around them. */
const AWAITED = Number.MAX_SAFE_INTEGER;

interface Page {
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
}

/**
 * A bounded recording of packets; the newest win. Each chunk of input and each write is copied once, whole; a slot of fixed
 * size says where in it a packet lies. An entry is forgotten when its slot or its bytes are needed for newer ones.
 */
export class CaptureRing {
  /** Number of the oldest entry still held, and of the next one to come. */
  first = 0;
  next = 0;
  /** Entries that had to leave for newer ones since the capture was cleared. */
  forgotten = 0;
  readonly #options: RingOptions;
  readonly #bytes: ByteStore;
  readonly #pages: Page[] = [];
  /** Position of the oldest byte when it was last looked for entries without bytes. */
  #held = 0;
  /** The slot of the next entry. */
  #slot = 0;

  constructor(options: RingOptions = DEFAULT_RING) {
    this.#options = options;
    this.#bytes = new ByteStore(options.bytes);
  }

  /**
   * Copies a block that holds whole packets, to be added one by one; returns its position. A block over the limit for one
   * packet is not copied as a whole: it returns undefined and `place` copies the beginning of each packet.
   */
  keep(block: Buffer): number | undefined {
    return block.length > this.#options.perPacket ? undefined : this.#bytes.keep(block);
  }

  /** Adds an entry of `size` bytes, which `place` must be told of next or soon; returns its number. */
  add(at: number, host: number, connection: number, direction: Direction, type: number, size: number): number {
    const slot = this.#slot;
    const { doubles, words } = this.#page(slot);
    const inPage = slot % PAGE;
    doubles[inPage * DOUBLES + AT] = at;
    doubles[inPage * DOUBLES + POSITION] = AWAITED;
    words[inPage * WORDS + CONNECTION] = connection;
    words[inPage * WORDS + SIZE] = size;
    words[inPage * WORDS + KEPT] = 0;
    words[inPage * WORDS + KIND] = (host << 16) | (direction === 'out' ? OUT | type : type);
    this.#slot = slot + 1 === this.#options.entries ? 0 : slot + 1;
    this.next += 1;
    if (this.next - this.first > this.#options.entries) this.#forgetOldest();
    return this.next - 1;
  }

  /** Tells where the bytes of an entry are: at `start` of the block that was kept at `position`, `had` of them. */
  place(seq: number, block: Buffer, position: number | undefined, start: number, had = Number.POSITIVE_INFINITY): void {
    if (seq < this.first) return;
    const slot = this.#slotOf(seq);
    const { doubles, words } = this.#page(slot);
    const inPage = slot % PAGE;
    const size = words[inPage * WORDS + SIZE] as number;
    const kept = Math.min(size, this.#options.perPacket, had);
    words[inPage * WORDS + KEPT] = kept;
    doubles[inPage * DOUBLES + POSITION] =
      position === undefined ? this.#bytes.keep(block.subarray(start, start + kept)) : position + start;
    if (this.#bytes.first !== this.#held) this.#forgetLost();
  }

  /** The entry, or undefined where it was forgotten or has not come yet. */
  get(seq: number): Entry | undefined {
    if (seq < this.first || seq >= this.next) return undefined;
    const slot = this.#slotOf(seq);
    const { doubles, words } = this.#page(slot);
    const double = (slot % PAGE) * DOUBLES;
    const word = (slot % PAGE) * WORDS;
    const kind = words[word + KIND] as number;
    const bytes = this.#bytes.at(doubles[double + POSITION] as number, words[word + KEPT] as number);
    if (bytes === undefined) return undefined;
    return {
      seq,
      at: doubles[double + AT] as number,
      host: kind >>> 16,
      connection: words[word + CONNECTION] as number,
      direction: (kind & OUT) === 0 ? 'in' : 'out',
      type: kind & 0xff,
      size: words[word + SIZE] as number,
      bytes,
    };
  }

  /** Facts of an entry that is held, without the cost of the others. */
  atOf(seq: number): number {
    const slot = this.#slotOf(seq);
    return this.#page(slot).doubles[(slot % PAGE) * DOUBLES + AT] as number;
  }

  typeOf(seq: number): number {
    return this.#word(seq, KIND) & 0xff;
  }

  /** Whether the server sent it. */
  isOut(seq: number): boolean {
    return (this.#word(seq, KIND) & OUT) !== 0;
  }

  hostOf(seq: number): number {
    return this.#word(seq, KIND) >>> 16;
  }

  connectionOf(seq: number): number {
    return this.#word(seq, CONNECTION);
  }

  /** An object for `glance` to fill. */
  glimpse(): Glimpse {
    return new Glimpse(this.#bytes);
  }

  /** Fills in what is known of an entry that is held; its bytes are not looked for yet. */
  glance(seq: number, into: Glimpse): void {
    const slot = this.#slotOf(seq);
    const { doubles, words } = this.#page(slot);
    const double = (slot % PAGE) * DOUBLES;
    const word = (slot % PAGE) * WORDS;
    const kind = words[word + KIND] as number;
    into.seq = seq;
    into.at = doubles[double + AT] as number;
    into.host = kind >>> 16;
    into.connection = words[word + CONNECTION] as number;
    into.out = (kind & OUT) !== 0;
    into.type = kind & 0xff;
    into.size = words[word + SIZE] as number;
    into.lies(doubles[double + POSITION] as number, words[word + KEPT] as number);
  }

  /** Forgets all entries; numbers go on. */
  clear(): void {
    this.first = this.next;
    this.forgotten = 0;
    this.#bytes.clear();
  }

  /**
   * Writes to some of the memory that it will need, so that packets need not wait for the system; false where it has all.
   */
  touch(): boolean {
    if (this.#bytes.touch()) return true;
    if (this.#pages.length * PAGE >= this.#options.entries) return false;
    const { words } = this.#newPage(this.#pages.length);
    for (let at = 0; at < words.length; at += SYSTEM_PAGE / Uint32Array.BYTES_PER_ELEMENT) words[at] = 0;
    return true;
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
      else if ((this.#word(seq, KIND) & OUT) === 0) break;
    }
    this.forgotten += kept - this.first;
    this.first = kept;
  }

  #positionOf(seq: number): number {
    const slot = this.#slotOf(seq);
    return this.#page(slot).doubles[(slot % PAGE) * DOUBLES + POSITION] as number;
  }

  #word(seq: number, which: number): number {
    const slot = this.#slotOf(seq);
    return this.#page(slot).words[(slot % PAGE) * WORDS + which] as number;
  }

  #slotOf(seq: number): number {
    const back = this.next - seq;
    return back <= this.#slot ? this.#slot - back : this.#slot - back + this.#options.entries;
  }

  #page(slot: number): Page {
    const number = Math.floor(slot / PAGE);
    return this.#pages[number] ?? this.#newPage(number);
  }

  #newPage(number: number): Page {
    const memory = new ArrayBuffer(PAGE * DOUBLES * Float64Array.BYTES_PER_ELEMENT);
    const page = { doubles: new Float64Array(memory), words: new Uint32Array(memory) };
    this.#pages[number] = page;
    return page;
  }
}
