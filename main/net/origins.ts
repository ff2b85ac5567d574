import type { Socket } from 'node:net';

/** What Gearbench's own connections are for: work that the user asked for, or our own health probe. */
export type OwnOrigin = 'self' | 'probe';

/** Where a connection is written down as ours; it says nothing until that is done. */
export interface Registry {
  claim(socket: Socket, origin: OwnOrigin): void | Promise<void>;
}

/** Where our end of a connection is. */
export const ownAddress = ({ localAddress, localPort }: Socket): string => `${localAddress}:${localPort}`;

/** Where the other end of an accepted connection is, as `Origins` knows it. */
export const otherEnd = ({ remoteAddress = '', remotePort = 0 }: Socket): { host: string; port: number } => ({
  host: remoteAddress.replace(/^::ffff:/, ''), // IPv4, as a socket of both families says it
  port: remotePort,
});

/**
 * Remembers which local ports are ours, so that the embedded server can tell our connections from other people's. A
 * connection is claimed before it sends its first byte.
 */
export class Origins implements Registry {
  readonly #claimed = new Map<string, OwnOrigin>();

  claim(socket: Socket, origin: OwnOrigin): void {
    socket.once('close', this.claimAddress(ownAddress(socket), origin));
  }

  /** The same for a connection of another thread. Returns what ends it. */
  claimAddress(address: string, origin: OwnOrigin): () => void {
    this.#claimed.set(address, origin);
    return () => this.#claimed.delete(address);
  }

  /** Whose the connection from that address is. */
  of(host: string, port: number): OwnOrigin | 'other' {
    return this.#claimed.get(`${host}:${port}`) ?? 'other';
  }
}
