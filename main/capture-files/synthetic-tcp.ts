import { isIPv4 } from 'node:net';

/** Bytes of the IPv4 and TCP headers in front of what a segment carries. */
export const HEADERS = 40;
/** Wireshark looks for Gearman at no other port. */
export const GEARMAN_PORT = 4730;

const IP = 20;
const SYN_OPTIONS = 8;
const FLAG = { syn: 0x02, push: 0x08, ack: 0x10 } as const;
const WINDOW = 0xffff;
/** With it a side may have 1 GiB on its way, which no segment of a file needs to wait for. */
const WINDOW_SHIFT = 14;
/** What one side sends without an answer of the other is acknowledged after so many bytes. */
const UNANSWERED = 2 ** 29;

/** One side's next sequence number, and up to where the other has acknowledged. */
interface Side {
  readonly address: Buffer;
  readonly port: number;
  next: number;
  unanswered: number;
}

/** A connection as it would have been on the wire: two addresses and running sequence numbers. */
export interface Stream {
  readonly in: Side;
  readonly out: Side;
}

const side = (address: string, port: number): Side => ({
  address: Buffer.from(address.split('.').map(Number)),
  port,
  next: 0,
  unanswered: 0,
});

/** Gives each connection addresses of its own: its peer's, where they are of IPv4 and no other connection of the file has them. */
export class Streams {
  readonly #taken = new Set<string>();

  /** Takes the peer's `host:port` or whatever it is called. */
  open(peer: string): Stream {
    const [, host = '', number = '0'] = /^(.*):(\d{1,5})$/.exec(peer) ?? [];
    const port = Math.min(Number(number), 0xffff) || 49152;
    const count = this.#taken.size + 1;
    const made = `10.${(count >> 16) & 0xff}.${(count >> 8) & 0xff}.${count & 0xff}`;
    const address = isIPv4(host) && !this.#taken.has(`${host}:${port}`) ? host : made;
    this.#taken.add(`${address}:${port}`);
    return { in: side(address, port), out: side('127.0.0.1', GEARMAN_PORT) };
  }
}

/** The three frames that open a connection: how long each is, which way it goes, and what writes it. */
export function handshake(stream: Stream): { direction: 'in' | 'out'; length: number; write(frame: Buffer): void }[] {
  const syn = (direction: 'in' | 'out', flags: number) => ({
    direction,
    length: HEADERS + SYN_OPTIONS,
    write: (frame: Buffer) => {
      // Largest segment, then the window's scale behind an option that fills up.
      frame.writeUInt32BE(0x0204ffd7, HEADERS);
      frame.writeUInt32BE(0x01030300 | WINDOW_SHIFT, HEADERS + 4);
      write(stream, direction, frame, { flags, carried: 0, options: SYN_OPTIONS });
      stream[direction].next += 1;
    },
  });
  return [syn('in', FLAG.syn), syn('out', FLAG.syn | FLAG.ack), acknowledgement(stream, 'in')];
}

/** A frame by which one side says what it has received. */
export function acknowledgement(stream: Stream, direction: 'in' | 'out') {
  return {
    direction,
    length: HEADERS,
    write: (frame: Buffer) => write(stream, direction, frame, { flags: FLAG.ack, carried: 0, options: 0 }),
  };
}

/** Whether a side has sent so much that the other must acknowledge it. */
export const mustAnswer = (stream: Stream, direction: 'in' | 'out'): boolean =>
  stream[direction].unanswered > UNANSWERED;

/**
 * Writes the headers of a segment that carries `carried` bytes, those of them that are kept lying in the frame behind the
 * headers already. `last` of a packet's segments.
 */
export function writeSegment(stream: Stream, direction: 'in' | 'out', frame: Buffer, carried: number, last: boolean) {
  write(stream, direction, frame, { flags: last ? FLAG.ack | FLAG.push : FLAG.ack, carried, options: 0 });
  const from = stream[direction];
  from.next = (from.next + carried) >>> 0;
  from.unanswered += carried;
}

function write(
  stream: Stream,
  direction: 'in' | 'out',
  frame: Buffer,
  { flags, carried, options }: { flags: number; carried: number; options: number },
): void {
  const [from, to] = direction === 'in' ? [stream.in, stream.out] : [stream.out, stream.in];
  const tcp = 20 + options + carried;
  frame.writeUInt32BE(0x45000000 | (IP + tcp), 0);
  frame.writeUInt32BE(0x00004000, 4); // not to be fragmented
  frame.writeUInt32BE(0x40060000, 8); // 64 hops, TCP
  from.address.copy(frame, 12);
  to.address.copy(frame, 16);
  frame.writeUInt16BE(complement(sum(frame, 0, IP, 0)), 10);
  const answers = (flags & FLAG.ack) !== 0;
  frame.writeUInt16BE(from.port, IP);
  frame.writeUInt16BE(to.port, IP + 2);
  frame.writeUInt32BE(from.next, IP + 4);
  frame.writeUInt32BE(answers ? to.next : 0, IP + 8);
  frame.writeUInt16BE((((20 + options) / 4) << 12) | flags, IP + 12);
  frame.writeUInt16BE(WINDOW, IP + 14);
  frame.writeUInt32BE(0, IP + 16); // checksum, and no urgent data
  // Of a segment that is not whole nobody can tell the checksum; nobody looks at it either.
  if (frame.length === IP + tcp) frame.writeUInt16BE(complement(sum(frame, 12, frame.length, 6 + tcp)), IP + 16);
  if (answers) to.unanswered = 0;
}

/** The ones' complement sum of 16-bit words. RFC 1071. */
function sum(bytes: Buffer, start: number, end: number, seed: number): number {
  let total = seed;
  const even = start + ((end - start) & ~1);
  for (let at = start; at < even; at += 2) total += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (even < end) total += (bytes[even] as number) << 8;
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}

const complement = (total: number): number => ~total & 0xffff;
