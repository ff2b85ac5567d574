import { openSession, type Session } from '../client/session.ts';
import { type AppError, failureOf } from '../contract/errors.ts';
import type { WorkerLink } from '../contract/workers.ts';
import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import type { Packet } from '../protocol/packets.ts';

/** A job server that a worker registers with. */
export interface WorkerServer {
  /** `embedded` or host:port. */
  readonly name: string;
  /** Where it is, asked anew for each connection where it is not shut; undefined while it is nowhere. Throws what is wrong with its TLS. */
  target(): Target | undefined;
  /** Why workers of ours may not be there; undefined while they may. */
  shut?(): AppError | undefined;
}

/** Waits between attempts to connect, ms: the first, and the longest. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 3000;

export interface LinkParts {
  server: WorkerServer;
  origins: Origins;
  /** Called before each attempt to connect; it waits for what this promises. */
  ready: () => Promise<void> | undefined;
  onOpen: (link: Link) => void;
  onPacket: (link: Link, packet: Packet) => void;
  /** A connection that was there is gone. */
  onLost: (link: Link, error: AppError) => void;
  onChange: () => void;
}

/** A worker's connection to one server: made again after a while whenever it is lost, or could not be made. */
export class Link {
  readonly info: WorkerLink;
  /** Jobs may wait there: it has not said otherwise since it was last asked. */
  woken = false;
  readonly #parts: LinkParts;
  #session: Session | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wait = FIRST_WAIT;
  #closed = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.info = { server: parts.server.name, state: 'connecting', since: Date.now(), problem: null };
    void this.#connect();
  }

  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  /** Why the worker has to leave; undefined while it may stay. */
  get shut(): AppError | undefined {
    return this.#parts.server.shut?.();
  }

  /** Ends the connection once what was sent has left, and looks again and again whether there may be one. */
  leave(why: AppError): void {
    this.#session?.close();
    this.#session = undefined;
    this.woken = false;
    this.#later(why);
  }

  /** Sends the packets in one write, where there is a connection. */
  send(...packets: Packet[]): void {
    if (packets.length > 0) this.#session?.send(...packets);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#session?.close();
    this.#session = undefined;
  }

  async #connect(): Promise<void> {
    const { server, origins, ready, onPacket } = this.#parts;
    await ready();
    if (this.#closed) return;
    try {
      const before = this.shut;
      if (before !== undefined) return this.#later(before);
      const target = server.target();
      if (target === undefined) return this.#later(null);
      const session = await openSession({
        target,
        origins: { registry: origins, as: 'self' },
        onMessage: (message) => {
          if (message.kind === 'packet' && !this.#closed) onPacket(this, message.packet);
        },
        onLost: (error) => {
          this.#session = undefined;
          if (this.#closed) return;
          this.#later(error);
          this.#parts.onLost(this, error);
        },
      });
      if (this.#closed) return session.close();
      this.#session = session;
      const since = this.shut;
      if (since !== undefined) return this.leave(since);
      this.#wait = FIRST_WAIT;
      this.woken = true;
      this.#become('connected', null);
      this.#parts.onOpen(this);
    } catch (error) {
      this.#later(error as AppError);
    }
  }

  #later(error: AppError | null): void {
    if (this.#closed) return;
    this.#become('lost', error);
    this.#timer = setTimeout(() => void this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #become(state: WorkerLink['state'], error: AppError | null): void {
    if (this.info.state !== state) this.info.since = Date.now();
    this.info.state = state;
    this.info.problem = error === null ? null : failureOf(error);
    this.#parts.onChange();
  }
}
