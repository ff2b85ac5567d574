import { createServer, type Server, type Socket } from 'node:net';
import { isHttpRequest } from '../protocol/admin.ts';
import { type Batch, DEFAULT_LIMITS, type DecoderLimits, encode, type Message } from '../protocol/codec.ts';
import { definitionOf } from '../protocol/packets.ts';
import type { Log } from '../util/log.ts';
import type { Broker } from './broker.ts';
import { Connection } from './connection.ts';
import type { ConnectionId } from './state.ts';
import type { Send } from './turn.ts';

/** What the listener tells of each connection and packet, before it acts on them. Capture implements it. */
export interface Recorder {
  opened(connection: ConnectionId, describe: () => ConnectionFacts): void;
  closed(connection: ConnectionId): void;
  /** Copies a block once; its packets follow, each with the position that this returns. */
  keep(block: Buffer): number | undefined;
  packet(
    connection: ConnectionId,
    direction: 'in' | 'out',
    type: number | 'text' | 'garbage',
    block: Buffer,
    position: number | undefined,
    start: number,
    end: number,
  ): void;
}

export interface ConnectionFacts {
  readonly address: string;
  readonly clientId: string;
  readonly role: 'client' | 'worker' | undefined;
  readonly origin: Origin;
}

/** Whose connection it is: one of Gearbench's own, its health probe, or somebody else's. */
export type Origin = 'self' | 'probe' | 'other';

export interface ListenerParts {
  broker: Broker;
  recorder: Recorder;
  log: Log;
  /** Tells whose connection comes from that address; asked again until the peer has spoken. */
  originOf: (host: string, port: number) => Origin;
  limits?: DecoderLimits;
}

export interface Listener {
  /**
   * Listens on all hosts and the same port. A host after the first may be of an address family
   * that the machine lacks. Returns the hosts that are listened on. Throws as `net` does.
   */
  listen(hosts: readonly string[], port: number): Promise<string[]>;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
  readonly connections: number;
}

/** Moves bytes between sockets and broker, and shows all of them to the recorder. docs/protocol.md section 1. */
export function createListener({ broker, recorder, log, originOf, limits = DEFAULT_LIMITS }: ListenerParts): Listener {
  const servers: Server[] = [];
  const connections = new Map<ConnectionId, Connection>();
  let lastId = 0;

  function accept(socket: Socket): void {
    const connection = new Connection(++lastId, socket, limits);
    const { id, host, port } = connection;
    const origin = () => connection.origin ?? originOf(host, port);
    connections.set(id, connection);
    broker.connect(id, { address: host, port, hidden: () => origin() === 'probe' });
    recorder.opened(id, () => {
      const peer = broker.registry.peers.get(id);
      return { address: connection.address, clientId: peer?.clientId ?? '', role: peer?.role, origin: origin() };
    });
    socket.setNoDelay(true);
    socket.setKeepAlive(true);
    socket.on('data', (chunk) => receive(connection, chunk));
    socket.on('error', (error) => log.info(`Connection ${id} from ${connection.address}: ${error.message}`));
    socket.on('close', () => end(connection));
  }

  function receive(connection: Connection, chunk: Buffer): void {
    if (connection.closed) return;
    connection.origin ??= originOf(connection.host, connection.port); // a peer of ours is claimed before it speaks
    const touched = new Set<Connection>([connection]);
    const batch = connection.decoder.push(chunk);
    const position = batch.messages.length === 0 ? undefined : recorder.keep(wholeMessages(batch));
    for (const message of batch.messages) {
      const type = message.kind === 'text' ? 'text' : definitionOf(message.packet.name).type;
      recorder.packet(connection.id, 'in', type, batch.block, position, message.start, message.end);
      if (message.kind === 'text' && isHttpRequest(message.line)) {
        refuse(connection, 'it speaks HTTP, not Gearman');
        break;
      }
      deliver(answer(connection.id, message), touched);
    }
    if (batch.error !== undefined && !connection.closed) {
      garbage(connection, batch.block.subarray(batch.errorAt));
      refuse(connection, batch.error.message);
    }
    for (const each of touched) each.flush();
  }

  const answer = (id: ConnectionId, message: Message): readonly Send[] =>
    message.kind === 'text' ? broker.receiveText(id, message.line) : broker.receive(id, message.packet, message.magic);

  function deliver(sends: readonly Send[], touched: Set<Connection>): void {
    for (const send of sends) {
      const connection = connections.get(send.to);
      if (connection === undefined) continue;
      const text = 'text' in send;
      const bytes = text ? Buffer.from(send.text, 'latin1') : encode(send.packet, 'RES');
      const type = text ? 'text' : definitionOf(send.packet.name).type;
      recorder.packet(connection.id, 'out', type, bytes, recorder.keep(bytes), 0, bytes.length);
      connection.queue(bytes);
      touched.add(connection);
    }
  }

  function garbage(connection: Connection, bytes: Buffer): void {
    if (bytes.length > 0) recorder.packet(connection.id, 'in', 'garbage', bytes, recorder.keep(bytes), 0, bytes.length);
  }

  function refuse(connection: Connection, reason: string): void {
    log.warn(`Connection ${connection.id} from ${connection.address} was closed: ${reason}.`);
    connection.flush();
    connection.socket.destroySoon();
    end(connection);
  }

  function end(connection: Connection): void {
    if (connection.closed) return;
    connection.closed = true;
    garbage(connection, connection.decoder.rest());
    recorder.closed(connection.id);
    connections.delete(connection.id);
    const touched = new Set<Connection>();
    deliver(broker.disconnect(connection.id), touched);
    for (const each of touched) each.flush();
  }

  async function open(host: string, port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: false }, accept);
    servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: 511, ipv6Only: true }, resolve);
    });
    server.on('error', (error) => log.error('The listener failed', error));
  }

  async function close(): Promise<void> {
    const closing = servers.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const connection of [...connections.values()]) {
      connection.socket.destroy();
      end(connection);
    }
    await Promise.all(closing);
  }

  return {
    async listen(hosts, port) {
      const listened: string[] = [];
      for (const [index, host] of hosts.entries()) {
        try {
          await open(host, port);
          listened.push(host);
        } catch (error) {
          if (index > 0 && isMissingFamily(error))
            log.info(`${host} is not listened on: this machine does not have it.`);
          else {
            await close();
            throw error;
          }
        }
      }
      return listened;
    },
    close,
    get connections() {
      return connections.size;
    },
  };
}

const isMissingFamily = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');

/** The part of the block that its messages fill. */
function wholeMessages({ block, messages }: Batch): Buffer {
  const end = messages.at(-1)?.end ?? 0;
  return end === block.length ? block : block.subarray(0, end);
}
