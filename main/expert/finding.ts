import type { FindingCode, FindingValues } from '../contract/expert.ts';
import type { PacketName } from '../protocol/packets.ts';
import type { Peer } from './peers.ts';

/** A captured packet. One object may be filled again for each of them. */
export interface Traced {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly host: number;
  readonly connection: number;
  /** Whether the server sent it. */
  readonly out: boolean;
  /** Packet type, TEXT or GARBAGE. */
  readonly type: number;
  readonly size: number;
  /** Its bytes, or the first of them, are `start..end` of this block. */
  readonly block: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Takes what a rule has found at a packet. */
export type Tell = (code: FindingCode, seq: number, values?: FindingValues) => void;

/** A captured packet with what it names, for the rules that follow jobs and workers; valid until the next one. */
export interface Named extends Traced {
  /** Empty where the protocol has no such packet. */
  readonly name: PacketName | '';
  /** How many of its arguments and its data its bytes show, and where the last of them begins in `block`. */
  readonly shown: number;
  readonly lastFrom: number;
  /** An argument by its name in the packet table; wire strings. */
  text: (argument: string) => string;
  /** Where what people sent begins in `block`, up to `end`; undefined where the packet carries none. */
  readonly dataFrom: number | undefined;
}

/** A set of rules that look at one packet after the other, in the order of the capture, and at whose it is. */
export interface Rules {
  look(packet: Named, peer: Peer): void;
  /** The time is this now, ms since the epoch, and nothing else has come. */
  until?(now: number): void;
}
