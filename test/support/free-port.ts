import { createServer } from 'node:net';

/**
 * A port that nobody holds on either loopback address. It lies below the ones that systems give out by themselves, so that
 * no outgoing connection takes it in between.
 */
export async function freePort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000);
  return (await binds('127.0.0.1', port)) && (await binds('::1', port)) ? port : freePort();
}

function binds(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ host, port, ipv6Only: true }, () => server.close(() => resolve(true)));
  });
}
