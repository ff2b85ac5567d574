import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { addressOf } from '../net/dial.ts';
import { type Credentials, isCertificate } from '../net/tls.ts';
import type { Log } from '../util/log.ts';

/** Open ports. Who connects waits until it is admitted. */
export interface Entrance {
  /** The hosts that are listened on. */
  readonly hosts: readonly string[];
  /**
   * Gives each connection, those that wait first, to `accept`; nothing has been read from it. When its peer has ended its half,
   * whoever accepted it ends the other.
   */
  admit(accept: (socket: Socket) => void): void;
  /** Stops listening, and sends away who waits. Resolves when the last connection has ended by itself. */
  close(): Promise<void>;
}

export interface EntranceParts {
  log: Log;
  tls?: Credentials | undefined;
}

/** How long a peer may take for the TLS handshake, ms. */
const HANDSHAKE = 10_000;

/**
 * Listens on all hosts and the same port. A host after the first may be of an address family that the machine lacks. Throws
 * as `net` does.
 */
export async function openEntrance(hosts: readonly string[], port: number, parts: EntranceParts): Promise<Entrance> {
  const servers: Server[] = [];
  const listened: string[] = [];
  const waiting = new Set<Socket>();
  let accept = (socket: Socket): void => {
    waiting.add(socket);
    socket.on('error', () => {}); // it is not admitted then
    socket.once('close', () => waiting.delete(socket));
  };

  async function close(): Promise<void> {
    const closing = servers.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const socket of waiting) socket.destroy();
    await Promise.all(closing);
  }

  for (const [index, host] of hosts.entries()) {
    const server = serverOf(parts, (socket) => accept(socket));
    try {
      await listen(server, host, port);
      server.on('error', (error) => parts.log.error('The listener failed', error));
      servers.push(server);
      listened.push(host);
    } catch (error) {
      if (index === 0 || !isMissingFamily(error)) {
        await close();
        throw error;
      }
      parts.log.info(`${host} is not listened on: this machine does not have it.`);
    }
  }

  return {
    hosts: listened,
    admit(given) {
      accept = given;
      for (const socket of waiting) if (!socket.destroyed) given(socket);
      waiting.clear();
    },
    close,
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 511, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const isMissingFamily = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');

function serverOf({ log, tls }: EntranceParts, accept: (socket: Socket) => void): Server {
  const options = { allowHalfOpen: true };
  if (tls === undefined) return createServer({ ...options, pauseOnConnect: true }, accept);
  return tlsServer(tls, { log, options, accept });
}

interface TlsServerParts {
  log: Log;
  options: Parameters<typeof createServer>[0];
  accept: (socket: Socket) => void;
}

/** With an authority, whoever has no certificate of it is turned away; the server's own clients show the server's. */
function tlsServer({ certificate, key, ca }: Credentials, { log, options, accept }: TlsServerParts): Server {
  const shaking = new Map<string, Socket>();
  const nameOf = ({ remoteAddress = '', remotePort = 0 }: Socket) =>
    addressOf({ host: remoteAddress, port: remotePort });
  const closed = (socket: Socket, reason: string) =>
    log.warn(`Connection from ${nameOf(socket)} was closed: ${reason}.`);
  const server = createTlsServer(
    {
      ...options,
      cert: certificate,
      key,
      ...(ca && { ca, requestCert: true, rejectUnauthorized: false }),
      handshakeTimeout: HANDSHAKE,
    },
    (socket) => {
      shaking.delete(nameOf(socket));
      if (ca === undefined || socket.authorized || isCertificate(socket.getPeerX509Certificate(), certificate)) {
        accept(socket);
        return;
      }
      closed(socket, `it has no certificate of the authority (${socket.authorizationError})`);
      socket.destroy();
    },
  );
  server.on('connection', (socket) => {
    const name = nameOf(socket);
    shaking.set(name, socket);
    socket.once('close', () => shaking.delete(name));
  });
  server.on('tlsClientError', (error, socket) => {
    if (server.listening) closed(socket, (error as { reason?: string }).reason ?? error.message);
  });
  const close = server.close.bind(server);
  // Who has not shown its certificate when the server closes is not waited for.
  server.close = (done) => {
    for (const socket of shaking.values()) socket.destroy();
    return close(done);
  };
  return server;
}
