const SEGMENT = 4 * 1024 * 1024;

interface Segment {
  readonly start: number;
  readonly bytes: Buffer;
  used: number;
}

/**
 * A bounded store of byte blocks: each block is copied in once and found again by its position, which only grows. When
 * `limit` bytes are held, the oldest segment leaves. Memory is taken a segment at a time, as it is needed.
 */
export class ByteStore {
  readonly #limit: number;
  readonly #segments: Segment[] = [];
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
    const segment = this.#find(position);
    if (segment === undefined) return undefined;
    const from = position - segment.start;
    return segment.bytes.subarray(from, from + length);
  }

  clear(): void {
    this.#segments.length = 0;
    this.#allocated = 0;
  }

  #open(length: number): Segment {
    const size = Math.max(SEGMENT, length);
    let spare: Buffer | undefined;
    while (this.#segments.length > 0 && this.#allocated + size > this.#limit) {
      spare = this.#segments.shift()?.bytes;
      this.#allocated -= spare?.length ?? 0;
    }
    // The memory of the oldest serves again: fresh memory would be cleared by the system first.
    const bytes = spare?.length === size ? spare : Buffer.allocUnsafeSlow(size);
    const segment = { start: this.#next, bytes, used: 0 };
    this.#segments.push(segment);
    this.#allocated += size;
    return segment;
  }

  #find(position: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle] as Segment;
      if (position < segment.start) high = middle - 1;
      else if (position >= segment.start + segment.used) low = middle + 1;
      else return segment;
    }
    return undefined;
  }
}
