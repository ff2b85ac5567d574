/** What a byte stream gives: its bytes in order, and how many are missing where they do not follow. */
export interface StreamSink {
  bytes(bytes: Buffer, at: number): void;
  gap(size: number, at: number): void;
}

interface Waiting {
  sequence: number;
  bytes: Buffer;
  missing: number;
  at: number;
}

/** What waits for a hole to be filled: no more than so much of a connection's one direction. */
const MOST_BYTES = 1024 * 1024;
const MOST_SEGMENTS = 1024;
/** A hole that the peer has acknowledged was lost by the capture alone; it may still come, out of order, for so long. ms */
const ACKNOWLEDGED = 250;
/** Any hole is given up after so long. ms */
const PATIENCE = 60_000;
/** A segment further ahead than any window belongs to another connection. */
const FAR = 2 ** 30;

/** Puts one direction of a TCP connection together: segments may come in any order, again, overlapping, or not at all. */
export class ByteStream {
  readonly #sink: StreamSink;
  /** The next sequence number; undefined before the first. */
  #next: number | undefined;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #acknowledged: number | undefined;

  constructor(sink: StreamSink) {
    this.#sink = sink;
  }

  /** Whether something waits for what is missing before it. */
  get hasHole(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether all before this sequence number has come. */
  isAt(sequence: number): boolean {
    return this.#next === undefined || ((this.#next - sequence) | 0) >= 0;
  }

  /** The sequence number of the first byte. */
  begin(sequence: number): void {
    this.#next ??= sequence >>> 0;
  }

  /** Takes a segment whose last `missing` bytes are not there. */
  push(sequence: number, bytes: Buffer, missing: number, at: number): void {
    this.#next ??= sequence;
    const ahead = (sequence - this.#next) | 0;
    if (ahead > FAR) return;
    if (ahead > 0) this.#wait({ sequence, bytes: Buffer.from(bytes), missing, at });
    else this.#take(-ahead, bytes, missing, at);
    this.#goOn();
    if (this.#waitingBytes > MOST_BYTES || this.#waiting.length > MOST_SEGMENTS) this.giveUp();
  }

  /** The peer has received all before this number. */
  acknowledge(sequence: number): void {
    if (this.#acknowledged === undefined || ((sequence - this.#acknowledged) | 0) > 0) this.#acknowledged = sequence;
  }

  /** Gives a hole up that will not be filled any more. */
  look(now: number): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#next === undefined) return;
    const received = this.#acknowledged !== undefined && ((this.#acknowledged - first.sequence) | 0) >= 0;
    if (now - first.at > (received ? ACKNOWLEDGED : PATIENCE)) this.giveUp();
  }

  /** Tells the first hole as a gap and goes on behind it. */
  giveUp(): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#next === undefined) return;
    this.#sink.gap((first.sequence - this.#next) >>> 0, first.at);
    this.#next = first.sequence;
    this.#goOn();
  }

  /** Tells all that waits, with its gaps. */
  end(): void {
    while (this.hasHole) this.giveUp();
  }

  #take(seen: number, bytes: Buffer, missing: number, at: number): void {
    if (seen >= bytes.length + missing) return;
    const fresh = seen === 0 ? bytes : bytes.subarray(seen);
    const absent = missing - Math.max(0, seen - bytes.length);
    this.#next = ((this.#next as number) + fresh.length + absent) >>> 0;
    if (fresh.length > 0) this.#sink.bytes(fresh, at);
    if (absent > 0) this.#sink.gap(absent, at);
  }

  #wait(segment: Waiting): void {
    const index = this.#waiting.findLastIndex(({ sequence }) => ((segment.sequence - sequence) | 0) >= 0) + 1;
    this.#waiting.splice(index, 0, segment);
    this.#waitingBytes += segment.bytes.length;
  }

  #goOn(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const ahead = (first.sequence - (this.#next as number)) | 0;
      if (ahead > 0) return;
      this.#waiting.shift();
      this.#waitingBytes -= first.bytes.length;
      this.#take(-ahead, first.bytes, first.missing, first.at);
    }
  }
}
