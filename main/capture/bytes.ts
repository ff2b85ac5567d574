const SEGMENT = 4 * 1024 * 1024;
/** The system gives memory in pieces of this size, when they are first written to. */
export const SYSTEM_PAGE = 4096;
/** So much is written to at once beforehand: less than a millisecond of the thread. */
const TOUCHED = 256 * 1024;

export interface Segment {
  readonly start: number;
  readonly bytes: Buffer;
  used: number;
}

/**
 * A bounded store of byte blocks: each block is copied in once and found again by its position, which only grows. When
 * `limit` bytes are held, the oldest segment leaves. Memory is taken a segment at a time, as it is needed or beforehand.
 */
export class ByteStore {
  readonly #limit: number;
  readonly #segments: Segment[] = [];
  /** Memory of segments to come, which has been written to; and of the last of them how much. */
  readonly #spares: Buffer[] = [];
  #touched = SEGMENT;
  /** Where bytes were found last: those asked for next mostly lie beside them. */
  #last: Segment | undefined;
  #allocated = 0;
  #next = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The position of the oldest byte still held. */
  get first(): number {
    return this.#segments[0]?.start ?? this.#next;
  }

  /** Copies the block in; returns its position. */
  keep(block: Buffer): number {
    let segment = this.#segments.at(-1);
    if (segment === undefined || segment.used + block.length > segment.bytes.length) segment = this.#open(block.length);
    const position = segment.start + segment.used;
    block.copy(segment.bytes, segment.used);
    segment.used += block.length;
    this.#next = position + block.length;
    return position;
  }

  /** A view of `length` bytes, valid until the next `keep`; undefined where they were forgotten. */
  at(position: number, length: number): Buffer | undefined {
    const segment = this.find(position);
    if (segment === undefined) return undefined;
    const from = position - segment.start;
    return segment.bytes.subarray(from, from + length);
  }

  clear(): void {
    this.#last = undefined;
    for (const { bytes } of this.#segments.splice(0)) {
      if (bytes.length === SEGMENT) this.#spares.push(bytes);
      else this.#allocated -= bytes.length;
    }
  }

  /** Writes to some of the memory of segments to come, taking that of one more where need be; false where it has all. */
  touch(): boolean {
    if (this.#touched === SEGMENT || this.#spares.length === 0) {
      if (this.#allocated + SEGMENT > this.#limit) return false;
      this.#spares.push(Buffer.allocUnsafeSlow(SEGMENT));
      this.#allocated += SEGMENT;
      this.#touched = 0;
    }
    const bytes = this.#spares.at(-1) as Buffer;
    const end = this.#touched + TOUCHED;
    for (; this.#touched < end; this.#touched += SYSTEM_PAGE) bytes[this.#touched] = 0;
    return true;
  }

  #open(length: number): Segment {
    const size = Math.max(SEGMENT, length);
    // Memory that was used serves again: fresh memory would be cleared by the system first.
    let bytes = size === SEGMENT ? this.#spares.pop() : undefined;
    while (bytes === undefined && this.#allocated + size > this.#limit) {
      this.#last = undefined;
      const left = this.#spares.pop() ?? this.#segments.shift()?.bytes;
      if (left === undefined) break;
      if (left.length === size) bytes = left;
      else this.#allocated -= left.length;
    }
    if (bytes === undefined) {
      bytes = Buffer.allocUnsafeSlow(size);
      this.#allocated += size;
    }
    const segment = { start: this.#next, bytes, used: 0 };
    this.#segments.push(segment);
    return segment;
  }

  /** The segment that holds the byte at a position; undefined where it was forgotten. */
  find(position: number): Segment | undefined {
    const last = this.#last;
    if (last !== undefined && position >= last.start && position < last.start + last.used) return last;
    let low = 0;
    let high = this.#segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle] as Segment;
      if (position < segment.start) high = middle - 1;
      else if (position >= segment.start + segment.used) low = middle + 1;
      else {
        this.#last = segment;
        return segment;
      }
    }
    return undefined;
  }
}
