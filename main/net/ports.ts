import { connect, createServer } from 'node:net';

/** How far above a taken port a free one is looked for. */
const TRIES = 200;
/** How long an answer is waited for, ms. */
const PATIENCE = 1000;

/**
 * Whether somebody already serves the port on one of the hosts. Asked by connecting, because on macOS a second program can
 * bind an address of a port that another one holds for all addresses.
 */
export async function isServed(hosts: readonly string[], port: number): Promise<boolean> {
  for (const host of hosts) if (await answers(dialable(host), port)) return true;
  return false;
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** The first port above `port` that is free on all hosts, or null. */
export async function nextFreePort(hosts: readonly string[], port: number): Promise<number | null> {
  for (let candidate = port + 1; candidate <= Math.min(65535, port + TRIES); candidate += 1) {
    if (await isFree(hosts, candidate)) return candidate;
  }
  return null;
}

async function isFree(hosts: readonly string[], port: number): Promise<boolean> {
  if (await isServed(hosts, port)) return false;
  for (const host of hosts) {
    const bound = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'),
      );
      server.listen({ host, port, ipv6Only: true }, () => server.close(() => resolve(true)));
    });
    if (!bound) return false;
  }
  return true;
}

/** An address that reaches a listener on `host` from this machine. */
export const dialable = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);

export const isLoopback = (host: string): boolean => host === '::1' || host === 'localhost' || /^127\./.test(host);
