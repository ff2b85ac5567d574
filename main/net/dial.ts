import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { AppError } from '../contract/errors.ts';
import { because, type Reason, reasonDetails, reasonWords } from '../contract/reasons.ts';
import { reasonOfConnection } from './local-network.ts';
import { inTurn, sharedReading } from './read-into.ts';
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
  /** Raised when nobody waits for the connection any more. What has been opened by then is not its affair. */
  signal?: AbortSignal | undefined;
  /** Told of each chunk that comes, valid until the next one; without it, the socket is read as usual. */
  onBytes?: (chunk: Buffer) => void;
  /** When the server has ended its half, whoever dialled ends the other. */
  allowHalfOpen?: boolean;
}

/**
 * Opens a connection, with TLS to its end of the handshake. Throws `connection-refused` where nobody listens and
 * `connection-timeout` where nobody answers; other failures are `connection-lost` with the system's reason.
 */
export function dial(target: Target, options: DialOptions = {}): Promise<Socket> {
  const { timeout = 5000, signal } = options;
  return new Promise((resolve, reject) => {
    const socket = open(target, options);
    const failed = (error: Error) => {
      settled();
      socket.destroy();
      reject(error instanceof AppError ? error : explain(error, target));
    };
    const abandon = () => failed(connectionLost(target, because('given-up')));
    const timer = setTimeout(() => failed(unanswered(target, timeout / 1000)), timeout);
    const settled = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abandon);
    };
    socket.on('error', failed);
    socket.once(target.tls === undefined ? 'connect' : 'secureConnect', () => {
      if (isSomebodyElse(socket, target)) return failed(connectionLost(target, because('other-certificate')));
      settled();
      socket.removeListener('error', failed);
      resolve(socket);
    });
    signal?.addEventListener('abort', abandon);
    if (signal?.aborted) abandon();
  });
}

/** What has not answered in time. */
export const unanswered = (target: Target, seconds: number): AppError =>
  new AppError('connection-timeout', `${addressOf(target)} did not answer within ${seconds} s.`, {
    address: addressOf(target),
    seconds,
  });

function open({ host, port, tls }: Target, { onBytes, allowHalfOpen = false }: DialOptions): Socket {
  const address = { host, port, noDelay: true, allowHalfOpen };
  if (tls === undefined) {
    const plain: Socket = connect({
      ...address,
      ...(onBytes && { onread: sharedReading(onBytes, () => inTurn(plain)) }),
    });
    return plain;
  }
  const socket = connectTls({
    ...address,
    ...(tls.certificate && { cert: tls.certificate, key: tls.key }),
    ...(tls.ca && { ca: tls.ca }),
    rejectUnauthorized: tls.only === undefined,
    // One's own authority signs one's own servers, which are set up under any name; others sign anybody's.
    ...((tls.ca ?? tls.only) && { checkServerIdentity: () => undefined }),
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
  return connectionLost(target, reasonOfConnection(error), error.message);
}

/** `said` is the reason for logs and terminals, where more is known than the window says. */
export function connectionLost(target: Target, reason: Reason, said = reasonWords(reason)): AppError {
  const address = addressOf(target);
  return new AppError('connection-lost', `The connection to ${address} failed: ${said}.`, {
    ...reasonDetails(reason),
    address,
    reason: said,
  });
}
