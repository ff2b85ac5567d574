import type { Socket } from 'node:net';
import { addressOf } from '../net/dial.ts';
import { otherEnd } from '../net/origins.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import { type FrameLimits, Framer } from '../protocol/framer.ts';
import { LARGE, Outbox } from './outbox.ts';
import type { ConnectionId } from './state.ts';

/** A peer that has so many bytes to read is not read from until it has read them. */
export const PLENTY = 1024 * 1024;

/** How long a connection that was closed waits for its peer to read what was said before, ms. */
const LINGER = 10_000;

/** An accepted connection: its socket, what its peer has not said to the end, and what its peer has not read. */
export class Connection {
  readonly id: ConnectionId;
  readonly socket: Socket;
  readonly framer: Framer;
  /** The peer's address and port as one text. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  closed = false;
  /** Why it cannot go on. */
  problem: ProtocolError | undefined;
  /** Whose it is, from its first byte on. */
  origin: 'self' | 'probe' | 'other' | undefined;
  /** When its peer was heard last, ms. */
  heardAt = 0;
  /** Its peer does not read, so nothing is read from it. */
  stalled = false;
  /** What its peer had said when it stalled and nobody has acted on. */
  unread: Buffer | undefined;
  /** What waits behind a full socket: gathered, because each write of a small packet costs more than its bytes. */
  readonly #backlog = new Outbox();

  constructor(id: ConnectionId, socket: Socket, limits: FrameLimits) {
    this.id = id;
    this.socket = socket;
    this.framer = new Framer(limits);
    const { host, port } = otherEnd(socket);
    this.host = host;
    this.port = port;
    this.address = addressOf(this);
  }

  /** Bytes that its peer has not taken. */
  get unsent(): number {
    return this.socket.writableLength + this.#backlog.length;
  }

  /** Its peer is in the middle of a message, and may say the rest. */
  get unfinished(): boolean {
    return this.framer.pending > 0 && !this.stalled;
  }

  /** Sends a block; returns whether its memory is free again: copied, or with the system already. */
  write(block: Buffer): boolean {
    const { socket } = this;
    if (this.closed || !socket.writable) return true;
    if (this.unsent === 0 || block.length >= LARGE) {
      this.release();
      socket.write(block);
      if (socket.writableLength === 0) return true;
      this.#stallWithPlenty();
      return false;
    }
    if (socket.writableNeedDrain) this.#gather(block);
    else socket.write(Buffer.from(block));
    this.#stallWithPlenty();
    return true;
  }

  /** Gives what was gathered to the socket. */
  release(): void {
    if (this.#backlog.length === 0) return;
    if (this.socket.writable) this.socket.write(this.#backlog.block());
    this.#backlog.clear(false);
  }

  /** Its peer has said all: says what waits for it, and ends. */
  finish(): void {
    this.release();
    this.socket.end();
  }

  /** Ends it once its peer has read what was said before. One that does not read is not waited for. */
  close(): void {
    const { socket } = this;
    if (this.stalled) {
      socket.destroy();
      return;
    }
    this.release();
    socket.pause();
    socket.setTimeout(LINGER, () => socket.destroy());
    socket.destroySoon();
  }

  #gather(block: Buffer): void {
    const at = this.#backlog.room(block.length);
    block.copy(this.#backlog.bytes, at);
    if (this.#backlog.length >= LARGE) this.release();
  }

  #stallWithPlenty(): void {
    if (this.stalled || this.unsent <= PLENTY) return;
    this.stalled = true;
    this.socket.pause();
  }
}
