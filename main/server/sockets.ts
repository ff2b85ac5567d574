import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { addressOf } from '../net/dial.ts';
import { type Credentials, isCertificate } from '../net/tls.ts';
import type { Log } from '../util/log.ts';

/** Makes a server that gives each connection to `accept` once bytes can be exchanged with it; nothing is read from it yet. */
export type OpenServer = (accept: (socket: Socket) => void) => Server;

export interface SocketParts {
  log: Log;
  /** Seconds of silence before the system asks a connection whether it lives; the system's own where it is not said. */
  keepAliveIdle?: number;
  tls?: Credentials;
}

/** How long a peer may take for the TLS handshake, ms. */
const HANDSHAKE = 10_000;

export function openServer({ log, keepAliveIdle, tls }: SocketParts): OpenServer {
  const options = {
    allowHalfOpen: false,
    ...(keepAliveIdle !== undefined &&
      keepAliveIdle > 0 && { keepAlive: true, keepAliveInitialDelay: keepAliveIdle * 1000 }),
  };
  if (tls === undefined) return (accept) => createServer({ ...options, pauseOnConnect: true }, accept);
  return (accept) => tlsServer(tls, { log, options, accept });
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
