/* Frames and capture files made by hand, for what no capture program at hand writes. */

interface Pcap {
  link: number;
  big?: boolean;
  magic?: number;
  frames: readonly Buffer[];
}

/** A pcap file; frames come one in each second. */
export function pcapOf({ link, big = false, magic = 0xa1b2c3d4, frames }: Pcap): Buffer {
  const words = (...all: number[]) => wordsOf(big, all);
  const header = Buffer.concat([words(magic), shortsOf(big, [2, 4]), words(0, 0, 65_535, link)]);
  const extra = magic === 0xa1b2cd34 ? Buffer.alloc(8) : Buffer.alloc(0);
  return Buffer.concat([
    header,
    ...frames.flatMap((frame, index) => [words(index + 1, 5, frame.length, frame.length), extra, frame]),
  ]);
}

const wordsOf = (big: boolean, all: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(all.length * 4);
  for (const [index, word] of all.entries()) bytes[big ? 'writeUInt32BE' : 'writeUInt32LE'](word >>> 0, index * 4);
  return bytes;
};

const shortsOf = (big: boolean, all: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(all.length * 2);
  for (const [index, word] of all.entries()) bytes[big ? 'writeUInt16BE' : 'writeUInt16LE'](word, index * 2);
  return bytes;
};

/** A block of a pcapng file in either byte order. */
export function block(big: boolean, type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
  return Buffer.concat([wordsOf(big, [type, padded.length + 12]), padded, wordsOf(big, [padded.length + 12])]);
}

/** A pcapng section with one interface for each resolution (`if_tsresol`), and frames that come from one after the other. */
export function pcapngOf({ link, big = false, resolutions = [6], frames }: Pcap & { resolutions?: number[] }): Buffer {
  const section = block(
    big,
    0x0a0d0d0a,
    Buffer.concat([wordsOf(big, [0x1a2b3c4d]), shortsOf(big, [1, 0]), Buffer.alloc(8, 255)]),
  );
  const interfaces = resolutions.map((resolution) =>
    block(
      big,
      1,
      Buffer.concat([
        shortsOf(big, [link, 0]),
        wordsOf(big, [0]),
        shortsOf(big, [9, 1]),
        Buffer.from([resolution, 0, 0, 0]),
        Buffer.alloc(4),
      ]),
    ),
  );
  const packets = frames.map((frame, index) => {
    const from = index % resolutions.length;
    const resolution = resolutions[from] as number;
    const ticks = (resolution & 0x80) === 0 ? 10 ** resolution : 2 ** (resolution & 0x7f);
    const time = (index + 1) * ticks;
    const head = wordsOf(big, [from, Math.floor(time / 2 ** 32), time % 2 ** 32, frame.length, frame.length]);
    return block(big, 6, Buffer.concat([head, frame]));
  });
  return Buffer.concat([section, ...interfaces, ...packets]);
}

export const SYN = 2;
export const ACK = 16;
export const FIN = 1;

interface Tcp {
  from: number;
  to: number;
  sequence: number;
  flags?: number;
  acknowledges?: number;
  payload?: Buffer;
}

/** A TCP segment without a checksum. */
export function tcp({ from, to, sequence, flags = ACK, acknowledges = 0, payload = Buffer.alloc(0) }: Tcp): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(from, 0);
  header.writeUInt16BE(to, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header.writeUInt32BE(acknowledges >>> 0, 8);
  header.writeUInt16BE((5 << 12) | flags, 12);
  return Buffer.concat([header, payload]);
}

/** The port of the server, which is the second of the two addresses. */
const SERVER = 14_999;
const isFromServer = (segment: Buffer): boolean => segment.readUInt16BE(0) === SERVER;

/** The segment in an IPv4 packet between a client at 192.0.2.1 and a server at 192.0.2.2, port 14999. */
export function ipv4(segment: Buffer, { length = 20 + segment.length } = {}): Buffer {
  const header = Buffer.from([0x45, 0, 0, 0, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]);
  header.writeUInt16BE(length, 2);
  if (isFromServer(segment)) header.write('c0000202c0000201', 12, 'hex');
  return Buffer.concat([header, segment]);
}

/** The segment in an IPv6 packet between a client at 2001:db8::1 and a server at ::2, behind `extensions` that begin with type `first`. */
export function ipv6(segment: Buffer, first = 6, ...extensions: Buffer[]): Buffer {
  const rest = Buffer.concat([...extensions, segment]);
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(rest.length, 4);
  header[6] = first;
  const [from, to] = isFromServer(segment) ? [2, 1] : [1, 2];
  header.write(`20010db800000000000000000000000${from}20010db800000000000000000000000${to}`, 8, 'hex');
  return Buffer.concat([header, rest]);
}
