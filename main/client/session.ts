import type { Socket } from 'node:net';
import type { AppError } from '../contract/errors.ts';
import { because, type ReasonId } from '../contract/reasons.ts';
import { connectionLost, dial, explain, type Target } from '../net/dial.ts';
import type { OwnOrigin, Registry } from '../net/origins.ts';
import { Decoder, encode, type Message } from '../protocol/codec.ts';
import type { Packet } from '../protocol/packets.ts';

export interface SessionOptions {
  target: Target;
  /** Told of every message, in order, once the session is open. Its bytes are borrowed: who keeps them copies them. */
  onMessage: (message: Message) => void;
  /** Told once, when the connection has ended for whatever reason but `close` and `destroy`. */
  onLost: (error: AppError) => void;
  /** Where the connection is written down as ours, and as what. */
  origins?: { registry: Registry; as: OwnOrigin };
  /** Time to connect, ms. */
  timeout?: number;
  /** Raised when nobody waits for the connection any more; once there is one, `close` ends it. */
  signal?: AbortSignal;
}

/** A connection to a job server, as a client or a worker has it. */
export interface Session {
  /** Sends the packets in one write. */
  send(...packets: Packet[]): void;
  /** Bytes that have not left yet. */
  readonly pending: number;
  /** Ends the connection once what was sent has left. */
  close(): void;
  /** Ends it at once: what has not left never will. */
  destroy(): void;
}

/** Connects. Throws what `dial` throws. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { target, onMessage, onLost, origins, timeout, signal } = options;
  const decoder = new Decoder();
  let closed = false;
  const socket = await dial(target, { onBytes: receive, signal, ...(timeout !== undefined && { timeout }) });
  const lost = (error: AppError) => {
    if (closed) return;
    closed = true;
    socket.destroy();
    onLost(error);
  };
  const broken = (why: ReasonId, said?: string) => lost(connectionLost(target, because(why), said));
  function receive(chunk: Buffer): void {
    const { messages, error } = decoder.push(chunk);
    for (const message of messages) if (!closed) onMessage(message);
    if (error !== undefined) broken('not-gearman', error.message);
  }
  socket.on('error', (error) => lost(explain(error, target)));
  socket.on('close', () => broken('server-closed'));
  await origins?.registry.claim(socket, origins.as);
  return {
    send: (...packets) => write(socket, packets),
    get pending() {
      return socket.writableLength;
    },
    close() {
      closed = true;
      socket.destroySoon();
    },
    destroy() {
      closed = true;
      socket.destroy();
    },
  };
}

function write(socket: Socket, packets: Packet[]): void {
  if (!socket.writable) return;
  socket.write(Buffer.concat(packets.map((packet) => encode(packet, 'REQ'))));
}
