import type { Socket } from 'node:net';
import { addressOf } from '../net/dial.ts';
import { Decoder, type DecoderLimits } from '../protocol/codec.ts';
import type { ConnectionId } from './state.ts';

/** An accepted connection: its socket, what it has not said to the end, and what waits to be written to it. */
export class Connection {
  readonly id: ConnectionId;
  readonly socket: Socket;
  readonly decoder: Decoder;
  /** The peer's address and port as one text. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  closed = false;
  /** Whose it is, from its first byte on. */
  origin: 'self' | 'probe' | 'other' | undefined;
  #pending: Buffer[] = [];

  constructor(id: ConnectionId, socket: Socket, limits: DecoderLimits) {
    this.id = id;
    this.socket = socket;
    this.decoder = new Decoder(limits);
    this.host = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.port = socket.remotePort ?? 0;
    this.address = addressOf(this);
  }

  /** Adds bytes to the next write. */
  queue(bytes: Buffer): void {
    this.#pending.push(bytes);
  }

  /** Sends all that was queued in one write, so that a burst costs one system call. */
  flush(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = [];
    if (this.closed || !this.socket.writable) return;
    this.socket.write(pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending));
  }
}
