import type { FindingCode, FindingValues } from '../contract/expert.ts';
import type { Field } from '../protocol/describe.ts';
import type { Peer } from './peers.ts';

/** A captured packet; the bytes are valid until the next one. */
export interface Traced {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly host: number;
  readonly connection: number;
  /** `out` is what the server sent. */
  readonly direction: 'in' | 'out';
  /** Packet type, TEXT or GARBAGE. */
  readonly type: number;
  readonly size: number;
  /** The packet, or its first bytes. */
  readonly bytes: Buffer;
}

/** Takes what a rule has found at a packet. */
export type Tell = (code: FindingCode, seq: number, values?: FindingValues) => void;

/** A captured packet with what it names, for the rules that follow jobs and workers. */
export interface Named extends Omit<Traced, 'direction'> {
  /** Whether the server sent it. */
  readonly out: boolean;
  readonly name: string;
  /** Its arguments and its data in wire order, as many as its bytes show. */
  readonly fields: readonly Field[];
  /** An argument by its name in the packet table; wire strings. */
  text: (argument: string) => string;
  /** What people sent, where the packet carries it. */
  readonly data: Buffer | undefined;
}

/** A set of rules that look at one packet after the other, in the order of the capture, and at whose it is. */
export interface Rules {
  look(packet: Named, peer: Peer): void;
  /** The time is this now, ms since the epoch, and nothing else has come. */
  until?(now: number): void;
}
