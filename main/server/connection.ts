import type { Socket } from 'node:net';
import { addressOf } from '../net/dial.ts';
import { type FrameLimits, Framer } from '../protocol/framer.ts';
import type { ConnectionId } from './state.ts';

/** An accepted connection: its socket, and what its peer has not said to the end. */
export class Connection {
  readonly id: ConnectionId;
  readonly socket: Socket;
  readonly framer: Framer;
  /** The peer's address and port as one text. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  closed = false;
  /** Whose it is, from its first byte on. */
  origin: 'self' | 'probe' | 'other' | undefined;

  constructor(id: ConnectionId, socket: Socket, limits: FrameLimits) {
    this.id = id;
    this.socket = socket;
    this.framer = new Framer(limits);
    this.host = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.port = socket.remotePort ?? 0;
    this.address = addressOf(this);
  }

  /** Sends a block; returns whether its memory is free again, because the system has all of it already. */
  write(block: Buffer): boolean {
    if (this.closed || !this.socket.writable) return true;
    this.socket.write(block);
    return this.socket.writableLength === 0;
  }
}
