import { ProtocolError } from './errors.ts';
import { type FrameLimits, Framer, type Frames, HEADER, MAGIC, magicAt, TEXT } from './framer.ts';
import { definitionOf, type Magic, nameOf, PACKETS, type Packet, type PacketName } from './packets.ts';

const CARRIAGE_RETURN = 0x0d;

/** One thing a peer said: a binary packet or a line of the text protocol, with its bytes. */
export type Message =
  | { readonly kind: 'packet'; readonly magic: Magic; readonly packet: Packet; readonly bytes: Buffer }
  | { readonly kind: 'text'; readonly line: string; readonly bytes: Buffer };

/** What one chunk of input completed. Packet data are views of it, so who keeps them beyond the moment copies them. */
export interface Batch {
  readonly messages: readonly Message[];
  /** Nothing more comes after it. */
  readonly error?: ProtocolError;
}

/** Turns any split of the byte stream into whole messages. Never throws; garbage ends in `error`. */
export class Decoder {
  readonly #framer: Framer;
  #failed = false;

  constructor(limits?: FrameLimits) {
    this.#framer = new Framer(limits);
  }

  /** Bytes received that are not yet a whole message. */
  get pending(): number {
    return this.#framer.pending;
  }

  push(chunk: Buffer): Batch {
    const messages: Message[] = [];
    let next: Buffer | undefined = chunk;
    while (next !== undefined && !this.#failed) {
      const frames = this.#framer.push(next);
      const error = readAll(frames, messages) ?? frames.error;
      this.#failed = error !== undefined;
      if (error !== undefined) return { messages, error };
      next = frames.next;
    }
    return { messages };
  }
}

/** Adds the messages of the frames; returns why there are no more of them. */
function readAll({ block, count, ends, types }: Frames, messages: Message[]): ProtocolError | undefined {
  let start = 0;
  try {
    for (let index = 0; index < count; index += 1) {
      const end = ends[index] as number;
      messages.push(messageAt(block, types[index] as number, start, end));
      start = end;
    }
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

function messageAt(block: Buffer, type: number, start: number, end: number): Message {
  const bytes = block.subarray(start, end);
  if (type === TEXT) return { kind: 'text', line: lineAt(block, start, end), bytes };
  return { kind: 'packet', magic: magicAt(block, start), packet: read(block, type, start, end), bytes };
}

/** The text of a line, without its end. */
export function lineAt(block: Buffer, start: number, end: number): string {
  const feed = end - 1;
  return block.toString('latin1', start, block[feed - 1] === CARRIAGE_RETURN && feed > start ? feed - 1 : feed);
}

/** The packet at `start..end`, as an object. Throws a ProtocolError where it has too few arguments. */
export const read = (block: Buffer, type: number, start: number, end: number): Packet =>
  READERS[nameOf(type) as PacketName](block, start + HEADER, end);

type Reader = (block: Buffer, start: number, end: number) => Packet;

/** The end of the argument at `at`, which must be ended by a NUL before `end`. */
function endOfArgument(name: PacketName, block: Buffer, at: number, end: number): number {
  const stop = block.indexOf(0, at);
  if (stop < 0 || stop >= end) throw new ProtocolError(`${name} has too few arguments`);
  return stop;
}

function readerOf(name: PacketName): Reader {
  const { args, data } = definitionOf(name);
  const lastText = data === undefined ? args.length - 1 : -1;
  return (block, start, end) => {
    const packet: Record<string, string | Buffer> = { name };
    let at = start;
    args.forEach((argument, index) => {
      const stop = index === lastText ? end : endOfArgument(name, block, at, end);
      packet[argument] = block.toString('latin1', at, stop);
      at = stop + 1; // skip the NUL between arguments
    });
    if (data !== undefined) packet[data] = block.subarray(at, end);
    return packet as unknown as Packet;
  };
}

const READERS = Object.fromEntries(Object.keys(PACKETS).map((name) => [name, readerOf(name as PacketName)])) as Record<
  PacketName,
  Reader
>;

/** Bytes of the packet's arguments on the wire. */
export function sizeOf(packet: Packet): number {
  const { args, data } = definitionOf(packet.name);
  const values = packet as unknown as Record<string, { readonly length: number }>;
  let size = data === undefined ? Math.max(0, args.length - 1) : args.length + (values[data]?.length ?? 0);
  for (const arg of args) size += values[arg]?.length ?? 0;
  return size;
}

/** Writes magic, type and size at `at`; returns where the arguments begin. */
export function writeHeader(out: Buffer, at: number, magic: Magic, type: number, size: number): number {
  out[at] = 0;
  out[at + 1] = 0x52;
  out[at + 2] = 0x45;
  out[at + 3] = MAGIC[magic] & 0xff;
  out[at + 4] = 0;
  out[at + 5] = 0;
  out[at + 6] = 0;
  out[at + 7] = type;
  out[at + 8] = size >>> 24;
  out[at + 9] = size >>> 16;
  out[at + 10] = size >>> 8;
  out[at + 11] = size;
  return at + HEADER;
}

/** Writes a packet of `size` bytes, as `sizeOf` tells, into `out` at `at`. */
export function write(out: Buffer, start: number, packet: Packet, size: number, magic: Magic): void {
  const { type, args, data } = definitionOf(packet.name);
  const values = packet as unknown as Record<string, string> & Record<string, Buffer>;
  const end = start + HEADER + size;
  let at = writeHeader(out, start, magic, type, size);
  for (const arg of args) {
    at += out.write(values[arg] as string, at, 'latin1');
    if (at < end) out[at++] = 0;
  }
  if (data !== undefined) (values[data] as Buffer).copy(out, at);
}

/** A packet as bytes. `magic` tells the direction: a relayed WORK_COMPLETE is REQ from the worker, RES to the client. */
export function encode(packet: Packet, magic: Magic): Buffer {
  const size = sizeOf(packet);
  const out = Buffer.allocUnsafe(HEADER + size);
  write(out, 0, packet, size, magic);
  return out;
}
