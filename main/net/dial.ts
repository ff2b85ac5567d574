import { connect, type Socket } from 'node:net';
import { AppError } from '../contract/errors.ts';

export interface Target {
  host: string;
  port: number;
}

export const addressOf = ({ host, port }: Target): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/**
 * Opens a TCP connection. `timeout` is in ms. Throws `connection-refused` where nobody listens and `connection-timeout`
 * where nobody answers; other failures are `connection-lost` with the system's reason.
 */
export function dial(
  target: Target,
  { timeout = 5000, signal }: { timeout?: number; signal?: AbortSignal } = {},
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.host, port: target.port, noDelay: true, ...(signal && { signal }) });
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
    socket.once('connect', () => {
      clearTimeout(timer);
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
