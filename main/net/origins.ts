import type { Socket } from 'node:net';

/** What Gearbench's own connections are for: work that the user asked for, or our own health probe. */
export type OwnOrigin = 'self' | 'probe';

/**
 * Remembers which local ports are ours, so that the embedded server can tell our connections from other people's. A
 * connection is claimed before it sends its first byte.
 */
export class Origins {
  readonly #claimed = new Map<string, OwnOrigin>();

  claim(socket: Socket, origin: OwnOrigin): void {
    const key = `${socket.localAddress}:${socket.localPort}`;
    this.#claimed.set(key, origin);
    socket.once('close', () => this.#claimed.delete(key));
  }

  /** Whose the connection from that address is. */
  of(host: string, port: number): OwnOrigin | 'other' {
    return this.#claimed.get(`${host}:${port}`) ?? 'other';
  }
}
