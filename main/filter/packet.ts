/** A packet as a filter looks at it. One object is filled again for each packet, and its bytes are found when they are asked for. */
export interface FilteredPacket {
  readonly seq: number;
  /** Milliseconds since the epoch, with microseconds. */
  readonly at: number;
  /** Index of the server's run. */
  readonly host: number;
  readonly connection: number;
  /** Whether the server sent it. */
  readonly out: boolean;
  /** Packet type, TEXT or GARBAGE. */
  readonly type: number;
  /** Bytes on the wire. */
  readonly size: number;
  /** Its bytes, or the first of them, are `start..end` of this block once `locate` has said that they are still held. */
  readonly block: Buffer;
  readonly start: number;
  readonly end: number;
  locate(): boolean;
}

/** What a filter asks beside the packet's own bytes. Texts are as on the wire, a character per byte. */
export interface FilterFacts {
  /** When a packet came, ms since the epoch; undefined where it was forgotten. */
  timeOf(seq: number): number | undefined;
  /** When the server of a run was started, ms since the epoch. */
  startOf(host: number): number;
  /** The id of the server of a run. */
  serverOf(host: number): string | undefined;
  /** The client id or address of a connection. */
  who(host: number, connection: number): string;
  role(host: number, connection: number): 'client' | 'worker' | undefined;
  origin(host: number, connection: number): 'self' | 'probe' | 'other';
  /** The function of a job, where it is known. */
  functionOf(host: number, handle: string): string | undefined;
  /** The handle of the job that a packet belongs to, where that is known. */
  jobOf(seq: number): string | undefined;
  /** Time since the packet before it of the same job, ms. */
  sinceJob(seq: number): number | undefined;
  /** The comment on a packet, empty where it is marked without one; null where it is not marked. */
  markOf(seq: number): string | null;
  /** Codes of what the expert has found at a packet. */
  foundAt(seq: number): readonly string[];
}

/** Where a text lies: bytes `from..to` of `block`. */
export interface Place {
  block: Buffer;
  from: number;
  to: number;
}

export type Predicate = (packet: FilteredPacket) => boolean;
