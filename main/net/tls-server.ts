import type { Server, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { type Log, told } from '../util/log.ts';
import { addressOf } from './dial.ts';
import { type Credentials, isCertificate } from './tls.ts';

/** How long a peer may take for the TLS handshake, ms. */
const HANDSHAKE = 10_000;

/**
 * A server that gives each connection to `accept` after its handshake. With an authority, whoever has no certificate of it is
 * turned away; the server's own clients show the server's.
 */
export function createTlsServer(
  { certificate, key, ca }: Credentials,
  log: Log,
  accept: (socket: Socket) => void,
): Server {
  const shaking = new Map<string, Socket>();
  const nameOf = ({ remoteAddress = '', remotePort = 0 }: Socket) =>
    addressOf({ host: remoteAddress, port: remotePort });
  const closed = (socket: Socket, reason: string) =>
    log.warn(told`Connection from ${nameOf(socket)} was closed: ${reason}.`);
  const server = createServer(
    {
      allowHalfOpen: true,
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
