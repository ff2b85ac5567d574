import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { app, protocol } from 'electron';

/** The window's own scheme: its pages have an origin of their own and no access to files. */
export const APP_ORIGIN = 'app://gearbench';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** Inline styles are allowed because Base UI sets some; scripts only come from files of ours. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the built window from its folder, and nothing outside of it. */
export function serveScheme(folder: string): void {
  protocol.handle('app', async (request) => {
    const file = await fileOf(folder, request.url);
    const content = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (file === undefined || content === undefined) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(content), {
      headers: {
        'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': CONTENT_SECURITY_POLICY,
        'X-Content-Type-Options': 'nosniff',
      },
    });
  });
}

/** The file that a URL of ours names, if it lies in the folder. */
export async function fileOf(folder: string, address: string): Promise<string | undefined> {
  const url = new URL(address);
  if (url.origin !== APP_ORIGIN && `${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined;
  try {
    const path = decodeURIComponent(url.pathname);
    const home = await realpath(folder);
    const file = await realpath(join(home, path === '/' ? 'index.html' : path));
    return file.startsWith(home + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}

export const rendererFolder = (): string => join(app.getAppPath(), 'out', 'renderer');
