/**
 * What is told of each connection and packet by who sees them: the listener, before it acts on them, and a proxy, which has
 * passed them on. Capture implements it.
 */
export interface Recorder {
  opened(connection: number, describe: () => ConnectionFacts): void;
  closed(connection: number): void;
  /** Copies a block of packets once; returns its position for `place`. */
  keep(block: Buffer): number | undefined;
  /** Notes a packet of `size` bytes at time `at`, ms; returns its number. Its bytes are placed before the turn is over. */
  packet(at: number, connection: number, direction: 'in' | 'out', type: number, size: number): number;
  /** Tells where a packet's bytes are: at `start` of the block that was kept at `position`; `had` of them, where they are not all. */
  place(packet: number, block: Buffer, position: number | undefined, start: number, had?: number): void;
  /** So many packets of a connection have been noted and placed. */
  noted(at: number, connection: number, count: number): void;
}

export interface ConnectionFacts {
  readonly address: string;
  readonly clientId: string;
  readonly role: 'client' | 'worker' | undefined;
  readonly origin: Origin;
}

/** Whose connection it is: one of Gearbench's own, its health probe, or somebody else's. */
export type Origin = 'self' | 'probe' | 'other';

/** Records nothing. */
export const DEAF: Recorder = {
  opened: () => {},
  closed: () => {},
  keep: () => 0,
  packet: () => 0,
  place: () => {},
  noted: () => {},
};
