import type { Socket } from 'node:net';
import type { ServerLimits } from '../contract/limits.ts';
import type { Entrance } from '../net/entrance.ts';
import { readInto } from '../net/read-into.ts';
import { DEAF, type Origin, type Recorder } from '../net/recorder.ts';
import { isHttpRequest, isTlsHello } from '../protocol/admin.ts';
import { lineAt } from '../protocol/codec.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { type Frames, GARBAGE, TEXT } from '../protocol/framer.ts';
import { now } from '../util/clock.ts';
import { type Log, told } from '../util/log.ts';
import type { Broker } from './broker.ts';
import { Connection, PLENTY } from './connection.ts';
import { limitsFrom } from './limits.ts';
import type { ConnectionId, Peer } from './state.ts';

export interface ListenerParts {
  broker: Broker;
  /** Without one, nothing is recorded. */
  recorder?: Recorder | undefined;
  log: Log;
  /** Tells whose connection comes from that address; asked again until the peer has spoken. */
  originOf: (host: string, port: number) => Origin;
  /** The usual ones where it is not said. */
  limits?: ServerLimits;
  entrance: Entrance;
}

export interface Listener {
  /** Lets in who waits at the entrance, and who comes from now on. */
  admit(): void;
  /** Lets the broker see to what is due by now. */
  expire(): void;
  /** Does something to the broker that no packet asked for, and sends what came of it. */
  act<T>(act: (broker: Broker) => T): T;
  /** Stops listening. Resolves when the last connection has ended by itself. */
  drain(): Promise<void>;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
  readonly connections: number;
}

/** How often the log tells of connections that were turned away, ms. */
const TELL_EVERY = 60_000;

/** Moves bytes between sockets and broker, and shows all of them to the recorder. docs/protocol.md sections 1 and 10. */
export function createListener({
  broker,
  recorder = DEAF,
  log,
  originOf,
  limits = limitsFrom(),
  entrance,
}: ListenerParts): Listener {
  const connections = new Map<ConnectionId, Connection>();
  let lastId = 0;
  let at = now();
  const { keeps } = broker;
  let settling: NodeJS.Immediate | undefined;
  /** Set while somebody is in the middle of a message. */
  let patience: NodeJS.Timeout | undefined;
  /** Connections of our own probe, which the limit does not count. */
  let probes = 0;
  let turnedAway = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  // An answer that waits for the disk is recorded when it is sent: it may become another one.
  broker.note = keeps ? (_to, type) => type : (to, type, bytes) => recorder.packet(at, to, 'out', type, bytes);

  function accept(accepted: Socket): void {
    if (connections.size - probes >= limits.connections) return turnAway(accepted);
    const socket = readInto(accepted, (chunk) => receive(connection, peer, chunk));
    const connection = new Connection(++lastId, socket, limits);
    const { id, host, port } = connection;
    const origin = () => connection.origin ?? originOf(host, port);
    connections.set(id, connection);
    const peer = broker.connect(id, { address: host, port, hidden: () => origin() === 'probe' });
    const openedAt = now();
    const did = () => ({ openedAt, functions: peer.functions, submitted: peer.lastFunction?.name ?? null });
    recorder.opened(id, () => ({
      address: connection.address,
      clientId: peer.clientId,
      role: peer.role,
      origin: origin(),
      heardAt: connection.heardAt,
      did,
    }));
    socket.setNoDelay(true);
    socket.setKeepAlive(true, limits.keepAlive * 1000);
    socket.on('error', (error) => log.info(told`Connection ${id} from ${connection.address}: ${error}`));
    socket.on('drain', () => goOn(connection, peer));
    socket.on('end', () => {
      settle();
      connection.finish();
    });
    socket.on('close', () => end(connection));
  }

  /** Tells whose connection it is, now that it has spoken: a peer of ours is claimed before that. */
  function identify(connection: Connection): void {
    connection.origin = originOf(connection.host, connection.port);
    if (connection.origin === 'probe') probes += 1;
  }

  function turnAway(socket: Socket): void {
    socket.destroy();
    turnedAway += 1;
    if (now() - toldAt < TELL_EVERY) return;
    log.warn(told`The limit of ${limits.connections} connections is reached: ${turnedAway} more were closed at once.`);
    toldAt = now();
    turnedAway = 0;
  }

  function receive(connection: Connection, peer: Peer, chunk: Buffer): void {
    if (connection.closed) return;
    if (connection.stalled) {
      connection.unread = Buffer.concat(connection.unread === undefined ? [chunk] : [connection.unread, chunk]);
      return;
    }
    begin();
    if (connection.origin === undefined) {
      identify(connection);
      if (isTlsHello(chunk[0])) {
        garbage(connection.id, chunk);
        return refuse(connection, 'it speaks TLS, and this server does not');
      }
    }
    connection.heardAt = at;
    const { framer } = connection;
    let next: Buffer | undefined = chunk;
    while (next !== undefined) {
      const frames = framer.push(next);
      const worked = work(connection, peer, frames);
      if (connection.problem !== undefined) return refuse(connection, connection.problem.message);
      const whole = worked === wholeOf(frames);
      if (whole) flush();
      else settle(); // there is plenty to read before it goes on
      if (connection.closed) return;
      if (connection.stalled) {
        connection.unread = framer.takeBack(worked);
        return;
      }
      next = whole ? frames.next : framer.takeBack(worked);
    }
    if (framer.pending > 0) patience ??= setTimeout(endUnfinished, limits.unfinished * 1000);
  }

  /** The peer has read what was sent to it: reads on where it stalled. */
  function goOn(connection: Connection, peer: Peer): void {
    connection.release();
    if (!connection.stalled) return;
    connection.stalled = false;
    const { unread } = connection;
    connection.unread = undefined;
    if (unread !== undefined) receive(connection, peer, unread);
    if (!connection.stalled) connection.socket.resume();
  }

  /**
   * Records each message and lets the broker have it, until its peer has plenty to read. Returns how far in the block that
   * was; why the connection cannot go on is its problem.
   */
  function work(connection: Connection, peer: Peer, frames: Frames): number {
    const { id } = connection;
    const { block, count, ends, types } = frames;
    let start = 0;
    let problem: ProtocolError | undefined;
    if (count > 0) {
      const position = recorder.keep(block);
      let index = 0;
      for (; index < count && problem === undefined && peer.outbox.length < PLENTY; index += 1) {
        const end = ends[index] as number;
        const type = types[index] as number;
        recorder.place(recorder.packet(at, id, 'in', type, end - start), block, position, start);
        problem = handle(peer, type, block, start, end);
        start = end;
      }
      recorder.noted(at, id, index);
      if (index < count && problem === undefined) return start;
    }
    problem ??= frames.error;
    if (problem !== undefined) garbage(id, block.subarray(start));
    connection.problem = problem;
    return start;
  }

  /** Lets the broker have a message; returns why the connection cannot go on after it. */
  function handle(peer: Peer, type: number, block: Buffer, start: number, end: number): ProtocolError | undefined {
    if (type === TEXT && isHttpRequest(lineAt(block, start, end)))
      return new ProtocolError('it speaks HTTP, not Gearman');
    if (type === TEXT && keeps) settle(); // what a person reads and changes is what is so
    try {
      broker.receive(peer, type, block, start, end);
      return undefined;
    } catch (error) {
      if (error instanceof ProtocolError) return error;
      throw error;
    }
  }

  function begin(): void {
    at = now();
    broker.at = at;
  }

  /** Ends a turn. Where jobs are kept, all turns of one round of the event loop are settled together, for one sync of the disk. */
  function flush(): void {
    if (keeps) settling ??= setImmediate(settle);
    else write();
  }

  /** Sends all answers, after what they promise is on disk. */
  function settle(): void {
    clearImmediate(settling);
    settling = undefined;
    begin();
    broker.settle();
    write();
  }

  /** Writes what is in the outboxes, each in one write. */
  function write(): void {
    for (const { id, outbox } of broker.takeAddressed()) {
      const { packets } = outbox;
      const block = outbox.block();
      const position = recorder.keep(block);
      for (let index = 0; index < packets.length; index += 2) {
        const note = packets[index] as number;
        const start = packets[index + 1] as number;
        const size = (packets[index + 3] ?? block.length) - start;
        recorder.place(keeps ? recorder.packet(at, id, 'out', note, size) : note, block, position, start);
      }
      recorder.noted(at, id, packets.length / 2);
      const connection = connections.get(id);
      if (connection !== undefined && connection.unsent > limits.unsent)
        refuse(
          connection,
          `it does not read: ${connection.unsent} bytes wait for it, over the limit of ${limits.unsent}`,
        );
      outbox.clear(connection?.write(block) ?? true);
    }
  }

  function garbage(id: ConnectionId, bytes: Buffer): void {
    if (bytes.length === 0) return;
    recorder.place(recorder.packet(at, id, 'in', GARBAGE, bytes.length), bytes, recorder.keep(bytes), 0);
    recorder.noted(at, id, 1);
  }

  function refuse(connection: Connection, reason: string): void {
    log.warn(told`Connection ${connection.id} from ${connection.address} was closed: ${reason}.`);
    settle();
    connection.close();
    end(connection);
  }

  function end(connection: Connection): void {
    if (connection.closed) return;
    connection.closed = true;
    begin();
    garbage(connection.id, connection.unread ?? connection.framer.rest());
    recorder.closed(connection.id);
    connections.delete(connection.id);
    if (connection.origin === 'probe') probes -= 1;
    broker.disconnect(connection.id);
    flush();
  }

  /** Ends connections that have been silent in the middle of a message for too long. */
  function endUnfinished(): void {
    patience = undefined;
    const before = now() - limits.unfinished * 1000;
    let oldest = Number.POSITIVE_INFINITY;
    for (const connection of connections.values()) {
      if (!connection.unfinished) continue;
      if (connection.heardAt <= before)
        refuse(connection, `it stopped in the middle of a message for ${limits.unfinished} s`);
      else oldest = Math.min(oldest, connection.heardAt);
    }
    if (oldest < Number.POSITIVE_INFINITY) patience ??= setTimeout(endUnfinished, Math.ceil(oldest - before));
  }

  function expire(): void {
    begin();
    broker.expire();
    flush();
  }

  function act<T>(doing: (served: Broker) => T): T {
    begin();
    const outcome = doing(broker);
    flush();
    return outcome;
  }

  async function close(): Promise<void> {
    settle();
    broker.stopKeeping();
    clearTimeout(patience);
    const closing = entrance.close();
    for (const connection of [...connections.values()]) {
      connection.socket.destroy();
      end(connection);
    }
    await closing;
  }

  return {
    admit: () => entrance.admit(accept),
    expire,
    act,
    drain: () => entrance.close(),
    close,
    get connections() {
      return connections.size;
    },
  };
}

/** Where the whole messages end. */
const wholeOf = ({ count, ends }: Frames): number => (count === 0 ? 0 : (ends[count - 1] as number));
