import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { AppError } from '../contract/errors.ts';
import { sharedReading } from './read-into.ts';
import { type ClientTls, isCertificate } from './tls.ts';

export interface Target {
  host: string;
  port: number;
  /** Where the server speaks TLS. */
  tls?: ClientTls;
}

export const addressOf = ({ host, port }: Pick<Target, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export interface DialOptions {
  /** Time to connect, ms. */
  timeout?: number;
  signal?: AbortSignal;
  /** Told of each chunk that comes, valid until the next one; without it, the socket is read as usual. */
  onBytes?: (chunk: Buffer) => void;
}

/**
 * Opens a connection, with TLS to its end of the handshake. Throws `connection-refused` where nobody listens and
 * `connection-timeout` where nobody answers; other failures are `connection-lost` with the system's reason.
 */
export function dial(target: Target, options: DialOptions = {}): Promise<Socket> {
  const { timeout = 5000 } = options;
  return new Promise((resolve, reject) => {
    const socket = open(target, options);
    const timer = setTimeout(() => {
      const seconds = timeout / 1000;
      socket.destroy();
      reject(
        new AppError('connection-timeout', `${addressOf(target)} did not answer within ${seconds} s.`, {
          address: addressOf(target),
          seconds,
        }),
      );
    }, timeout);
    socket.once(target.tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      if (isSomebodyElse(socket, target)) {
        socket.destroy(new Error('its certificate is another one'));
        return;
      }
      socket.removeListener('error', failed);
      resolve(socket);
    });
    const failed = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(explain(error, target));
    };
    socket.once('error', failed);
  });
}

function open({ host, port, tls }: Target, { signal, onBytes }: DialOptions): Socket {
  const address = { host, port, noDelay: true, ...(signal && { signal }) };
  if (tls === undefined) return connect({ ...address, ...(onBytes && { onread: sharedReading(onBytes) }) });
  const socket = connectTls({
    ...address,
    cert: tls.certificate,
    key: tls.key,
    ...(tls.ca && { ca: tls.ca }),
    rejectUnauthorized: tls.ca !== undefined,
    checkServerIdentity: () => undefined, // servers are set up under any name, and the authority is one's own
  });
  if (onBytes !== undefined) socket.on('data', onBytes);
  return socket;
}

const isSomebodyElse = (socket: Socket, { tls }: Target): boolean =>
  tls?.only !== undefined && !isCertificate((socket as TLSSocket).getPeerX509Certificate(), tls.only);

/** A failure of a socket in the words of the product. */
export function explain(error: NodeJS.ErrnoException, target: Target): AppError {
  const address = addressOf(target);
  if (error.code === 'ECONNREFUSED')
    return new AppError('connection-refused', `Nothing listens on ${address}.`, { address });
  return new AppError('connection-lost', `The connection to ${address} broke: ${error.message}.`, {
    address,
    reason: error.message,
  });
}
