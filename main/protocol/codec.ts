import { definitionOf, type Magic, nameOf, PACKETS, type Packet, type PacketName } from './packets.ts';

/** Bytes of a binary packet before its arguments: magic, type, size. docs/protocol.md section 1. */
export const HEADER = 12;
const MAGIC = { REQ: 0x00524551, RES: 0x00524553 } as const;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What a peer sent was not Gearman; the connection cannot go on. */
export class ProtocolError extends Error {
  readonly code = 'protocol';
}

/** One thing a peer said: a binary packet or a line of the text protocol, at `start..end` of its batch's block. */
export type Message =
  | {
      readonly kind: 'packet';
      readonly magic: Magic;
      readonly packet: Packet;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'text'; readonly line: string; readonly start: number; readonly end: number };

/**
 * What one chunk of input completed. The messages lie one after the other at the head of `block`; packet data are views
 * of it, so who keeps them beyond the moment copies them. After an `error`, which begins at `errorAt`, nothing more comes.
 */
export interface Batch {
  readonly block: Buffer;
  readonly messages: readonly Message[];
  readonly error?: ProtocolError;
  readonly errorAt?: number;
}

/** How large a packet and a text line may be, in bytes. */
export interface DecoderLimits {
  packet: number;
  line: number;
}

/** gearmand takes 4 GiB and asks for the memory at once; docs/protocol.md section 6 says why we do not. */
export const DEFAULT_LIMITS: DecoderLimits = { packet: 256 * 1024 * 1024, line: 8192 };

const NOTHING: Batch = { block: Buffer.alloc(0), messages: [] };

/**
 * Turns any split of the byte stream into whole messages. Takes memory only for bytes that arrived: a declared size is
 * checked against the limit and never allocated. Never throws; garbage ends in `error`.
 */
export class Decoder {
  readonly #limits: DecoderLimits;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Bytes that must have come before the first held message can be complete. */
  #wanted = 0;
  #failed = false;

  constructor(limits: DecoderLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Bytes received that are not yet a whole message. */
  get pending(): number {
    return this.#heldBytes;
  }

  push(chunk: Buffer): Batch {
    if (this.#failed) return NOTHING;
    if (this.#heldBytes + chunk.length < this.#wanted) {
      this.#hold(chunk);
      return NOTHING;
    }
    const block = this.#heldBytes === 0 ? chunk : Buffer.concat([...this.#held, chunk]);
    this.#held = [];
    this.#heldBytes = 0;
    this.#wanted = 0;
    const messages: Message[] = [];
    let at = 0;
    try {
      while (at < block.length) {
        const message = block[at] === 0 ? this.#packet(block, at) : this.#line(block, at);
        if (message === undefined) break;
        messages.push(message);
        at = message.end;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#failed = true;
      return { block, messages, error, errorAt: at };
    }
    // A copy, so that a few bytes do not keep a whole chunk alive.
    if (at < block.length) this.#hold(Buffer.from(block.subarray(at)));
    return { block, messages };
  }

  /** Takes what is not yet a whole message, for the record, when the peer has gone. */
  rest(): Buffer {
    const rest = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return rest;
  }

  #hold(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
  }

  #packet(block: Buffer, start: number): Message | undefined {
    const available = block.length - start;
    if (available < HEADER) {
      this.#wanted = HEADER;
      return undefined;
    }
    const magic = magicAt(block, start);
    const type = block.readUInt32BE(start + 4);
    const name = nameOf(type);
    if (name === undefined) throw new ProtocolError(`unknown packet type ${type}`);
    const size = block.readUInt32BE(start + 8);
    if (size > this.#limits.packet) {
      throw new ProtocolError(`${name} declares ${size} bytes, over the limit of ${this.#limits.packet}`);
    }
    if (available < HEADER + size) {
      this.#wanted = HEADER + size;
      return undefined;
    }
    const end = start + HEADER + size;
    return { kind: 'packet', magic, packet: READERS[name](block, start + HEADER, end), start, end };
  }

  #line(block: Buffer, start: number): Message | undefined {
    const feed = block.indexOf(LINE_FEED, start);
    const length = (feed < 0 ? block.length : feed) - start;
    if (length > this.#limits.line) throw new ProtocolError(`text line over the limit of ${this.#limits.line} bytes`);
    if (feed < 0) return undefined;
    const end = block[feed - 1] === CARRIAGE_RETURN && feed > start ? feed - 1 : feed;
    return { kind: 'text', line: block.toString('latin1', start, end), start, end: feed + 1 };
  }
}

function magicAt(block: Buffer, at: number): Magic {
  const magic = block.readUInt32BE(at);
  if (magic === MAGIC.REQ) return 'REQ';
  if (magic === MAGIC.RES) return 'RES';
  throw new ProtocolError(`bad magic ${block.toString('hex', at, at + 4)}`);
}

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

/** A packet as bytes. `magic` tells the direction: a relayed WORK_COMPLETE is REQ from the worker, RES to the client. */
export function encode(packet: Packet, magic: Magic): Buffer {
  const { type, args, data } = definitionOf(packet.name);
  const values = packet as unknown as Record<string, string> & Record<string, Buffer>;
  const tail = data === undefined ? undefined : (values[data] as Buffer);
  let size = tail === undefined ? Math.max(0, args.length - 1) : args.length + tail.length;
  for (const arg of args) size += (values[arg] as string).length;
  const out = Buffer.allocUnsafe(HEADER + size);
  out.writeUInt32BE(MAGIC[magic], 0);
  out.writeUInt32BE(type, 4);
  out.writeUInt32BE(size, 8);
  let at = HEADER;
  for (const arg of args) {
    at += out.write(values[arg] as string, at, 'latin1');
    if (at < out.length) out[at++] = 0;
  }
  tail?.copy(out, at);
  return out;
}
