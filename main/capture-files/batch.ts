import type { ConnectionFacts } from '../capture/recorder.ts';
import type { Entry } from '../capture/ring.ts';

/**
 * Packets that a batch holds at most, and bytes of packets that it has room for unless a single one is larger: to take it in
 * keeps the thread of the sockets for a millisecond or two.
 */
const PACKETS = 2048;
const ROOM = 256 * 1024;
/** Batches that may be on their way from one thread to another; more would only fill memory. */
export const UNDER_WAY = 12;

/** Slots come before the bytes: two numbers of 64 bits per packet, then five of 32. */
const DOUBLES = 2;
const WORDS = 5;
const WORDS_AT = PACKETS * DOUBLES * 8;
const BYTES_AT = WORDS_AT + PACKETS * WORDS * 4;
const [AT, SEQ] = [0, 1];
const [HOST, CONNECTION, KIND, SIZE, KEPT] = [0, 1, 2, 3, 4];
/** In KIND, for what the server sent. */
const OUT = 0x100;

/** What is told of a connection; of one run of one server. */
export interface ToldConnection {
  host: number;
  connection: number;
  server: string;
  run: number;
  /** Undefined where it was forgotten. */
  facts: ConnectionFacts | undefined;
  /** Where the server listens, if that is known. */
  port?: number | undefined;
  /** All that was said on it from its beginning on is told. */
  begun?: boolean | undefined;
}

/** Packets on their way from one thread to another; the memory goes along and comes back. */
export interface PacketBatch {
  memory: ArrayBuffer;
  count: number;
  /** All connections of the batch. */
  connections: ToldConnection[];
  /** Functions of jobs whose packets carry only a handle. */
  functions: [handle: string, name: string][];
  /** By place in the batch. */
  comments: [place: number, texts: readonly string[]][];
}

/** Asked of what is put into a batch. */
export interface BatchParts {
  connection: (host: number, connection: number) => ToldConnection;
  /** The job's function where the packet does not name it. */
  functionOf: (entry: Entry) => [handle: string, name: string] | undefined;
  commentsOf: (seq: number) => readonly string[] | undefined;
}

/** Gathers packets into one piece of memory. */
export class BatchBuilder {
  readonly #parts: BatchParts;
  #memory: ArrayBuffer;
  #doubles: Float64Array;
  #words: Uint32Array;
  #bytes: Uint8Array;
  #count = 0;
  #used = 0;
  /** By host and number as one. */
  readonly #connections = new Map<number, ToldConnection>();
  #functions = new Map<string, string>();
  #comments: PacketBatch['comments'] = [];

  /** Takes memory of a batch that has been read, to use it again. */
  constructor(parts: BatchParts, memory: ArrayBuffer = new ArrayBuffer(BYTES_AT + ROOM)) {
    this.#parts = parts;
    this.#memory = memory;
    this.#doubles = new Float64Array(memory, 0, PACKETS * DOUBLES);
    this.#words = new Uint32Array(memory, WORDS_AT, PACKETS * WORDS);
    this.#bytes = new Uint8Array(memory, BYTES_AT);
  }

  get count(): number {
    return this.#count;
  }

  /** Copies a packet in; false where the batch is full and must be taken first. */
  add(entry: Entry): boolean {
    const { seq, at, host, connection, direction, type, size, bytes } = entry;
    if (this.#count === PACKETS) return false;
    if (this.#used + bytes.length > this.#bytes.length) {
      if (this.#count > 0) return false;
      this.#enlarge(bytes.length);
    }
    const double = this.#count * DOUBLES;
    this.#doubles[double + AT] = at;
    this.#doubles[double + SEQ] = seq;
    const word = this.#count * WORDS;
    this.#words[word + HOST] = host;
    this.#words[word + CONNECTION] = connection;
    this.#words[word + KIND] = direction === 'out' ? OUT | type : type;
    this.#words[word + SIZE] = size;
    this.#words[word + KEPT] = bytes.length;
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
    this.#tell(entry);
    this.#count += 1;
    return true;
  }

  take(): PacketBatch {
    return {
      memory: this.#memory,
      count: this.#count,
      connections: [...this.#connections.values()],
      functions: [...this.#functions],
      comments: this.#comments,
    };
  }

  #tell(entry: Entry): void {
    const { host, connection, seq } = entry;
    const key = host * 2 ** 32 + connection;
    if (!this.#connections.has(key)) this.#connections.set(key, this.#parts.connection(host, connection));
    const named = this.#parts.functionOf(entry);
    if (named !== undefined) this.#functions.set(...named);
    const comments = this.#parts.commentsOf(seq);
    if (comments !== undefined && comments.length > 0) this.#comments.push([this.#count, comments]);
  }

  /** A packet over the usual room gets a batch of its own. */
  #enlarge(bytes: number): void {
    this.#memory = new ArrayBuffer(BYTES_AT + bytes);
    this.#doubles = new Float64Array(this.#memory, 0, PACKETS * DOUBLES);
    this.#words = new Uint32Array(this.#memory, WORDS_AT, PACKETS * WORDS);
    this.#bytes = new Uint8Array(this.#memory, BYTES_AT);
  }
}

/** Whether the memory of a batch can serve the next one. */
export const isUsual = (memory: ArrayBuffer): boolean => memory.byteLength === BYTES_AT + ROOM;

/** The bytes of all packets of a batch, one after the other. */
export function bytesOf({ memory, count }: PacketBatch): Buffer {
  const words = new Uint32Array(memory, WORDS_AT, count * WORDS);
  let length = 0;
  for (let place = 0; place < count; place += 1) length += words[place * WORDS + KEPT] as number;
  return Buffer.from(memory, BYTES_AT, length);
}

/** The packets of a batch in order; their bytes are views of its memory. */
export function* entriesOf({ memory, count }: PacketBatch): Generator<Entry> {
  const doubles = new Float64Array(memory, 0, count * DOUBLES);
  const words = new Uint32Array(memory, WORDS_AT, count * WORDS);
  let start = BYTES_AT;
  for (let place = 0; place < count; place += 1) {
    const word = place * WORDS;
    const kind = words[word + KIND] as number;
    const kept = words[word + KEPT] as number;
    yield {
      seq: doubles[place * DOUBLES + SEQ] as number,
      at: doubles[place * DOUBLES + AT] as number,
      host: words[word + HOST] as number,
      connection: words[word + CONNECTION] as number,
      direction: (kind & OUT) === 0 ? 'in' : 'out',
      type: kind & 0xff,
      size: words[word + SIZE] as number,
      bytes: Buffer.from(memory, start, kept),
    };
    start += kept;
  }
}
