import { VERSION } from '../util/version.ts';
import { PcapngBlocks } from './pcapng-blocks.ts';
import {
  acknowledgement,
  HEADERS,
  handshake,
  mustAnswer,
  type Stream,
  Streams,
  writeSegment,
} from './synthetic-tcp.ts';

/** Bytes of a packet that one frame carries; an IP packet can have 65,535 with its headers. */
const SEGMENT = 65_000;

/** What a capture file tells of a packet. */
export interface FilePacket {
  /** Milliseconds since the epoch. */
  at: number;
  /** Tells the connection from all others in the file. */
  connection: string | number;
  /** `in` is from a peer to the server. */
  direction: 'in' | 'out';
  /** The bytes, or the first of them. */
  bytes: Buffer;
  /** Bytes on the wire. */
  size: number;
  comments?: readonly string[];
}

/** Asked once for each connection, at its first packet. */
export interface FileConnection {
  /** The peer's `address:port`. */
  peer: string;
  /** What is told of the connection, as a comment of its first frame. */
  note: string;
}

/**
 * Turns packets into a pcapng file, bytes to bytes. Each connection is a TCP stream to port 4730, where Wireshark expects
 * Gearman; each packet begins a frame of its own, and one that is larger than a frame is seen by Wireshark in its last frame.
 */
export class PcapngWriter {
  readonly #blocks = new PcapngBlocks();
  readonly #streams = new Streams();
  readonly #open = new Map<string | number, Stream>();
  readonly #connection: (connection: string | number) => FileConnection;
  #frames = 0;

  constructor(connection: (connection: string | number) => FileConnection) {
    this.#connection = connection;
    this.#blocks.section(`Gearbench ${VERSION}`);
    this.#blocks.interface('gearbench', 'Gearman packets; the TCP around them is made up');
  }

  /** Bytes that wait for `take`. */
  get length(): number {
    return this.#blocks.length;
  }

  /** What has been written since the last time; valid until the next packet. */
  take(): Buffer {
    return this.#blocks.take();
  }

  /** Writes a packet; returns the number of its last frame, as Wireshark counts. */
  packet({ at, connection, direction, bytes, size, comments = [] }: FilePacket): number {
    const stream = this.#open.get(connection) ?? this.#opened(connection, at);
    for (let sent = 0; sent < size; sent += SEGMENT) {
      const carried = Math.min(SEGMENT, size - sent);
      const kept = bytes.subarray(sent, sent + carried);
      const facts = { at, direction, original: HEADERS + carried, comments: sent === 0 ? comments : [] };
      const frame = this.#blocks.frame(HEADERS + kept.length, facts);
      kept.copy(frame, HEADERS);
      writeSegment(stream, direction, frame, carried, sent + carried === size);
      this.#frames += 1;
      if (mustAnswer(stream, direction)) this.#bare(acknowledgement(stream, direction === 'in' ? 'out' : 'in'), at, []);
    }
    return this.#frames;
  }

  #opened(connection: string | number, at: number): Stream {
    const { peer, note } = this.#connection(connection);
    const stream = this.#streams.open(peer);
    this.#open.set(connection, stream);
    for (const [index, frame] of handshake(stream).entries()) this.#bare(frame, at, index === 0 ? [note] : []);
    return stream;
  }

  /** A frame that carries nothing. */
  #bare(frame: ReturnType<typeof acknowledgement>, at: number, comments: readonly string[]): void {
    const { direction, length, write } = frame;
    write(this.#blocks.frame(length, { at, direction, original: length, comments }));
    this.#frames += 1;
  }
}
