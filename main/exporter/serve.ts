import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { listenFailure } from '../client/listen-failure.ts';
import { AppError } from '../contract/errors.ts';
import { addressOf } from '../net/dial.ts';
import { isLoopback } from '../net/ports.ts';
import type { Metrics } from './metrics.ts';

/** Who asks does so in one short message; whoever takes longer is nobody that asks for metrics. ms. */
const PATIENCE = 10_000;
const CONNECTIONS_MOST = 64;

export interface Exporter {
  /** `host:port` */
  readonly address: string;
  /** Stops listening and ends all connections. */
  close(): Promise<void>;
}

export interface ExporterParts {
  host: string;
  /** 0 is one that is free. */
  port: number;
  metrics: Metrics;
  /** Told of what went wrong where an answer was made. */
  onFault: (error: unknown) => void;
}

/**
 * Serves metrics on `/metrics`, and a page that says so on `/`. Answers only who asks for it by an address or by a name that is
 * this machine's: a page in a browser may have a name of its own that leads here. Throws an AppError where the port cannot be
 * listened on; its details have the port, and who holds it.
 */
export async function startExporter({ host, port, metrics, onFault }: ExporterParts): Promise<Exporter> {
  const names = namesOf(host);
  const server = createServer(
    { maxHeaderSize: 8192, headersTimeout: PATIENCE, requestTimeout: PATIENCE, keepAliveTimeout: 60_000 },
    (request, response) => {
      answer(request, response, names, metrics).catch((error) => {
        onFault(error);
        response.destroy();
      });
    },
  );
  server.maxConnections = CONNECTIONS_MOST;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      listenFailure(error, [host], port).then(({ code, message, owner, freePort, details }) => {
        reject(
          new AppError(code, message, {
            ...details,
            port,
            ...(owner !== null && { name: owner.name, pid: owner.pid }),
            ...(freePort !== null && { freePort }),
          }),
        );
      }, reject),
    );
    server.listen({ host, port }, resolve);
  });
  server.on('error', onFault);
  const bound = server.address();
  return {
    address: addressOf({ host, port: typeof bound === 'object' && bound !== null ? bound.port : port }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Names by which one may ask, beside addresses. */
function namesOf(host: string): ReadonlySet<string> {
  const own = isLoopback(host) ? [] : [hostname(), hostname().split('.')[0] as string];
  return new Set(['localhost', host, ...own].map((name) => name.toLowerCase()));
}

async function answer(
  { method, url = '', headers, socket }: IncomingMessage,
  response: ServerResponse,
  names: ReadonlySet<string>,
  metrics: Metrics,
): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  if (!isAsked(headers.host, names)) return end(response, 403, 'Ask by an address of this machine.\n');
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return end(response, 405, 'Only GET and HEAD are answered.\n');
  }
  const [path] = url.split('?');
  if (path === '/') {
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    return end(response, 200, PAGE, 'text/html; charset=utf-8');
  }
  if (path !== '/metrics') return end(response, 404, 'There is /metrics.\n');
  const text = await metrics.text();
  if (!socket.destroyed) end(response, 200, text, metrics.contentType);
}

/** By an address, or by a known name; whatever the port, because it may be forwarded. */
function isAsked(given: string | undefined, names: ReadonlySet<string>): boolean {
  const [, bracketed, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/.exec(given ?? '') ?? [];
  const host = (bracketed ?? name ?? '').replace(/\.$/, '').toLowerCase();
  return isIP(host) !== 0 || names.has(host);
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Gearbench metrics</title>
<h1>Gearbench metrics</h1>
<p>Figures of Gearman job servers for Prometheus are on <a href="/metrics">/metrics</a>.</p>
</html>
`;

/** Node leaves the body of an answer to HEAD out by itself. */
function end(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
