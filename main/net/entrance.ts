import { createServer, type Server, type Socket } from 'node:net';
import { type Log, told } from '../util/log.ts';
import { isServed } from './ports.ts';
import type { Credentials } from './tls.ts';

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

/** The addresses that are listened on if nobody says otherwise: many clients resolve localhost to either. */
export const LOOPBACK = ['127.0.0.1', '::1'] as const;

/**
 * Listens on all hosts and the same port. A host after the first may be of an address family that the machine lacks. Throws
 * as `net` does.
 */
export async function openEntrance(hosts: readonly string[], port: number, parts: EntranceParts): Promise<Entrance> {
  // Linux tells when a port is bound; elsewhere an address of it can be, while another program has all addresses.
  if (process.platform !== 'linux' && (await isServed(hosts, port)))
    throw Object.assign(new Error(`Port ${port} is taken`), { code: 'EADDRINUSE' });
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

  const serverOf = await makerOf(parts);
  for (const [index, host] of hosts.entries()) {
    const server = serverOf((socket) => accept(socket));
    try {
      await listen(server, host, port);
      server.on('error', (error) => parts.log.error(told`The listener failed.`, error));
      servers.push(server);
      listened.push(host);
    } catch (error) {
      if (index === 0 || !isMissingFamily(error)) {
        await close();
        throw error;
      }
      parts.log.info(told`${host} is not listened on: this machine does not have it.`);
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

/** Makes servers that give each connection to `accept`. TLS is loaded where it is asked for only. */
async function makerOf({ log, tls }: EntranceParts): Promise<(accept: (socket: Socket) => void) => Server> {
  if (tls === undefined) return (accept) => createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
  const { createTlsServer } = await import('./tls-server.ts');
  return (accept) => createTlsServer(tls, log, accept);
}
