import type { Rate } from '../util/rate.ts';
import type { CaptureRing, Direction } from './ring.ts';

/** What is known of a connection, asked while it lives and kept after it has gone. */
export interface ConnectionFacts {
  readonly address: string;
  readonly clientId: string;
  readonly role: 'client' | 'worker' | undefined;
  readonly origin: 'self' | 'probe' | 'other';
  /** When its last bytes came; 0 before the first. */
  readonly heardAt: number;
  /** Tells what it has done at a server of ours. */
  readonly did?: () => ConnectionDeeds;
}

export interface ConnectionDeeds {
  readonly openedAt: number;
  /** The functions that it can do as a worker, and the one that it submitted to last as a client. */
  readonly functions: readonly string[];
  readonly submitted: string | null;
}

export interface RecorderParts {
  ring: CaptureRing;
  /** Index under which the ring's entries name this run. */
  host: number;
  server: string;
  run: number;
  /** When the run began, ms since the epoch, if its number does not say. */
  start?: number;
  /** Counts packets, those of our own probe left out. */
  rate: Rate;
  onPacket: () => void;
  /** Closed connections that are remembered; older ones show their number only. */
  closed?: number;
}

const CLOSED_KEPT = 20_000;

/** Records one run of one server into a ring that several may share. */
export class Recorder {
  readonly server: string;
  readonly run: number;
  readonly start: number;
  /** The place by which the ring names it. */
  readonly host: number;
  readonly #ring: CaptureRing;
  readonly #live = new Map<number, () => ConnectionFacts>();
  readonly #closed = new Map<number, ConnectionFacts>();
  readonly #probes = new Map<number, boolean>();
  /** Connections of programs that we started: the name that they go by. */
  readonly #claimed = new Map<number, string>();
  #claims = 0;
  /** Its newest packet in the ring. */
  #newest = -1;
  readonly #rate: Rate;
  readonly #onPacket: () => void;
  readonly #closedKept: number;

  constructor({ ring, host, server, run, start = run, rate, onPacket, closed = CLOSED_KEPT }: RecorderParts) {
    this.#ring = ring;
    this.host = host;
    this.server = server;
    this.run = run;
    this.start = start;
    this.#rate = rate;
    this.#onPacket = onPacket;
    this.#closedKept = closed;
  }

  opened(connection: number, describe: () => ConnectionFacts): void {
    this.#live.set(connection, describe);
  }

  closed(connection: number): void {
    const facts = this.#live.get(connection)?.();
    this.#live.delete(connection);
    if (facts === undefined) return;
    const did = facts.did?.();
    this.#closed.set(connection, did === undefined ? facts : { ...facts, did: () => did });
    if (this.#closed.size <= this.#closedKept) return;
    const oldest = this.#closed.keys().next().value as number;
    this.#closed.delete(oldest);
    this.#probes.delete(oldest);
    this.#claimed.delete(oldest);
  }

  /** Who the connection is or was; undefined where it was forgotten. */
  facts(connection: number): ConnectionFacts | undefined {
    const facts = this.#live.get(connection)?.() ?? this.#closed.get(connection);
    const name = this.#claimed.get(connection);
    return facts === undefined || name === undefined ? facts : { ...facts, clientId: name, origin: 'probe' };
  }

  /** Numbers of connections, the newest first: so many of those that are open, and of those that have left. */
  newest(most: number): number[] {
    const last = (numbers: Iterable<number>) => [...numbers].slice(-most);
    return [...last(this.#live.keys()), ...last(this.#closed.keys())].sort((a, b) => b - a);
  }

  isOpen(connection: number): boolean {
    return this.#live.has(connection);
  }

  /** Counts up with each connection that is claimed: what was found of packets before may be out of date. */
  get claims(): number {
    return this.#claims;
  }

  /** A connection was a probe of ours, which only showed later. It goes by that name from now on. */
  claim(connection: number, name: string): void {
    if (this.#claimed.has(connection)) return;
    this.#claimed.set(connection, name);
    this.#probes.set(connection, true);
    this.#claims += 1;
  }

  /** Whether a connection that has spoken is our own health probe. */
  isProbe(connection: number): boolean {
    const known = this.#probes.get(connection);
    if (known !== undefined) return known;
    const facts = this.facts(connection);
    const probe = facts?.origin === 'probe';
    if (facts !== undefined) this.#probes.set(connection, probe);
    return probe;
  }

  /** Whether the ring may have a packet of it. */
  get isHeld(): boolean {
    return this.#newest >= this.#ring.first;
  }

  /** Whether it may have more to say: a connection through a proxy goes on in the run that it came in. */
  get isLive(): boolean {
    return this.#live.size > 0;
  }

  /** Forgets who the connections were: the run is over, all have left, and nothing of it is shown any more. */
  release(): void {
    for (const known of [this.#closed, this.#probes, this.#claimed]) known.clear();
  }

  /** Copies a block of packets; returns its position for `place`. */
  keep(block: Buffer): number | undefined {
    return this.#ring.keep(block);
  }

  /** Notes a packet of `size` bytes at time `at`, ms; returns its number, with which its bytes are placed. */
  packet(at: number, connection: number, direction: Direction, type: number, size: number): number {
    this.#newest = this.#ring.add(at, this.host, connection, direction, type, size);
    return this.#newest;
  }

  /** Tells where the bytes of a packet are; `had` of them, where they are not all. */
  place(packet: number, block: Buffer, position: number | undefined, start: number, had?: number): void {
    this.#ring.place(packet, block, position, start, had);
  }

  /** So many packets of a connection have been noted and placed. */
  noted(at: number, connection: number, count: number): void {
    if (this.isProbe(connection)) return;
    this.#rate.add(at, count);
    this.#onPacket();
  }
}
