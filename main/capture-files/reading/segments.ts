import type { Frame } from './frames.ts';

/** What a frame carries of a TCP connection. */
export interface Segment {
  /** The connection in this direction: both addresses and ports, as bytes. */
  key: string;
  sequence: number;
  /** Undefined where it acknowledges nothing. */
  acknowledges: number | undefined;
  syn: boolean;
  fin: boolean;
  reset: boolean;
  payload: Buffer;
  /** Bytes of the payload that the frame had and the file has not. */
  missing: number;
}

/** Where a segment comes from and goes to, and the key of the other direction; read from its own key. */
export function endsOf({ key }: Pick<Segment, 'key'>): { from: Endpoint; to: Endpoint; reverse: string } {
  const size = (key.length - 4) / 2;
  const portAt = (at: number) => key.charCodeAt(at) * 256 + key.charCodeAt(at + 1);
  const [from, to] = [key.slice(0, size), key.slice(size, 2 * size)];
  const ports = [key.slice(2 * size, 2 * size + 2), key.slice(2 * size + 2)];
  return {
    from: { address: from, port: portAt(2 * size) },
    to: { address: to, port: portAt(2 * size + 2) },
    reverse: `${to}${from}${ports[1]}${ports[0]}`,
  };
}

/** An address, as bytes in a string, and a port. */
export interface Endpoint {
  address: string;
  port: number;
}

const LINK = { null: 0, ethernet: 1, raw: [12, 14, 101, 228, 229], loop: 108, cooked: 113, cooked2: 276 } as const;
const TYPE = { ipv4: 0x0800, ipv6: 0x86dd, vlan: [0x8100, 0x88a8, 0x9100, 0x9200] as readonly number[] } as const;
const TCP = 6;
/** IPv6 headers that stand before TCP and tell their length in 8 bytes: hop-by-hop, routing, destination, mobility, HIP, shim6. */
const EXTENSIONS: readonly number[] = [0, 43, 60, 135, 139, 140];
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const FLAG = { fin: 1, syn: 2, reset: 4, ack: 16 } as const;

/** Whether frames of that kind of link can be read. */
export const isKnownLink = (link: number): boolean =>
  ([LINK.null, LINK.ethernet, LINK.loop, LINK.cooked, LINK.cooked2, ...LINK.raw] as number[]).includes(link);

/** The TCP segment in a frame; undefined where there is none. Never throws. */
export function segmentIn({ link, bytes, original }: Frame): Segment | undefined {
  const start = networkStart(link, bytes);
  if (start === undefined || bytes.length <= start) return undefined;
  const version = (bytes[start] as number) >> 4;
  if (version === 4) return ipv4(bytes, start, original);
  return version === 6 ? ipv6(bytes, start, original) : undefined;
}

/** Where the IP header is; its version is seen there. */
function networkStart(link: number, bytes: Buffer): number | undefined {
  switch (link) {
    case LINK.null:
    case LINK.loop:
      return 4;
    case LINK.ethernet:
      return pastTags(bytes, 12);
    case LINK.cooked:
      return pastTags(bytes, 14);
    case LINK.cooked2:
      // The protocol comes first, the packet after 20 bytes; a tag's own type would be in the packet.
      return bytes.length < 2 ? undefined : pastTags(bytes, 18, bytes.readUInt16BE(0));
    default:
      return (LINK.raw as readonly number[]).includes(link) ? 0 : undefined;
  }
}

/** Where the packet begins behind the type at `at` and any VLAN tags, if it is one of IP. */
function pastTags(bytes: Buffer, at: number, first?: number): number | undefined {
  if (bytes.length < at + 2) return undefined;
  let type = first ?? bytes.readUInt16BE(at);
  let start = at + 2;
  while (TYPE.vlan.includes(type)) {
    if (bytes.length < start + 4) return undefined;
    type = bytes.readUInt16BE(start + 2);
    start += 4;
  }
  return type === TYPE.ipv4 || type === TYPE.ipv6 ? start : undefined;
}

function ipv4(bytes: Buffer, start: number, original: number): Segment | undefined {
  const header = ((bytes[start] as number) & 15) * 4;
  if (header < 20 || bytes.length < start + header + 20 || bytes[start + 9] !== TCP) return undefined;
  // Of a packet in fragments only the first one has the ports; what is in the others is missing.
  if ((bytes.readUInt16BE(start + 6) & 0x1fff) !== 0) return undefined;
  // A network card that cuts large packets itself leaves the length to it.
  const length = bytes.readUInt16BE(start + 2) || original - start;
  return tcp(bytes, { at: start + header, end: start + length, addresses: start + 12, size: 4 });
}

function ipv6(bytes: Buffer, start: number, original: number): Segment | undefined {
  if (bytes.length < start + 40) return undefined;
  const length = bytes.readUInt16BE(start + 4);
  const end = length === 0 ? original : start + 40 + length;
  let next = bytes[start + 6] as number;
  let at = start + 40;
  while (next !== TCP) {
    if (bytes.length < at + 8 || (next === FRAGMENT && (bytes.readUInt16BE(at + 2) & 0xfff8) !== 0)) return undefined;
    const size = headerSize(next, bytes[at + 1] as number);
    if (size === undefined) return undefined;
    next = bytes[at] as number;
    at += size;
  }
  return tcp(bytes, { at, end, addresses: start + 8, size: 16 });
}

/** Bytes of a header that may stand between IPv6 and TCP. */
function headerSize(type: number, told: number): number | undefined {
  if (type === FRAGMENT) return 8;
  if (type === AUTHENTICATION) return (told + 2) * 4;
  return EXTENSIONS.includes(type) ? (told + 1) * 8 : undefined;
}

/** The segment at `at`, which ends at `end` of the frame. */
function tcp(
  bytes: Buffer,
  { at, end, addresses, size }: { at: number; end: number; addresses: number; size: number },
): Segment | undefined {
  if (bytes.length < at + 20) return undefined;
  const header = ((bytes[at + 12] as number) >> 4) * 4;
  const start = at + header;
  if (header < 20 || start > end) return undefined;
  const flags = bytes[at + 13] as number;
  const kept = Math.min(end, bytes.length);
  const payload = bytes.subarray(Math.min(start, kept), kept);
  return {
    key: keyAt(bytes, addresses, addresses + 2 * size, at),
    sequence: bytes.readUInt32BE(at + 4),
    acknowledges: (flags & FLAG.ack) === 0 ? undefined : bytes.readUInt32BE(at + 8),
    syn: (flags & FLAG.syn) !== 0,
    fin: (flags & FLAG.fin) !== 0,
    reset: (flags & FLAG.reset) !== 0,
    payload,
    missing: end - start - payload.length,
  };
}

/** Addresses and ports, which lie one behind the other where there are no options between. */
const keyAt = (bytes: Buffer, addresses: number, end: number, ports: number): string =>
  end === ports
    ? bytes.toString('latin1', addresses, ports + 4)
    : bytes.toString('latin1', addresses, end) + bytes.toString('latin1', ports, ports + 4);

/** `192.0.2.1:4730` or `[2001:db8::1]:4730`. */
export function endpointName({ address, port }: Endpoint): string {
  const bytes = Buffer.from(address, 'latin1');
  if (bytes.length === 4) return `${[...bytes].join('.')}:${port}`;
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return `[${new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)}]:${port}`;
}
