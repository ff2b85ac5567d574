import { rm, writeFile } from 'node:fs/promises';
import { get as getPlain, Agent as PlainAgent } from 'node:http';
import { get as getTls, Agent as TlsAgent } from 'node:https';
import { join } from 'node:path';
import { reasonOf } from '../contract/reasons.ts';
import type { PageAnswer } from './machine.ts';

/** How long all of it may take, ms. */
const PATIENCE = 8000;

/** Bytes of a page that are read. */
const READ = 256 * 1024;

/** Characters of a reason that are shown. */
const SHOWN = 200;

/** The proxy that the environment names for a URL, as curl and PHP's tools find it, without what is secret in it. */
export function proxyFor(url: URL, environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = (name: string) => environment[name] || environment[name.toUpperCase()] || undefined;
  const without = (named('no_proxy') ?? '').split(/[\s,]+/).filter((each) => each !== '');
  if (
    without.some(
      (each) => each === '*' || url.hostname === each || url.hostname.endsWith(`.${each.replace(/^\./, '')}`),
    )
  )
    return null;
  const proxy = named(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  return proxy?.replace(/\/\/[^@/]*@/, '//') ?? null;
}

/** Reads a page of the web, through the proxy that the environment names, and says where it failed. Never throws. */
export function fetchPage(address: string, environment: NodeJS.ProcessEnv): Promise<PageAnswer> {
  return new Promise((resolve) => {
    const url = new URL(address);
    const proxy = proxyFor(url, environment);
    const isTls = url.protocol === 'https:';
    const agent = new (isTls ? TlsAgent : PlainAgent)({ proxyEnv: environment });
    const request = (isTls ? getTls : getPlain)(url, {
      agent,
      headers: { 'user-agent': 'Gearbench', accept: '*/*' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const failed = (error: NodeJS.ErrnoException) => {
      const reason = (error.name === 'AbortError' ? 'ETIMEDOUT' : error.message || error.code || '').slice(0, SHOWN);
      resolve({ what: 'failed', at: proxy === null ? placeOf(error) : 'proxy', proxy, reason });
    };
    request.once('error', failed);
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      let text = '';
      const done = () => {
        response.destroy();
        // 407: it wants a name and a password.
        if (status === 407 && proxy !== null) resolve({ what: 'failed', at: 'proxy', proxy, reason: '407' });
        else resolve({ what: 'page', status, text, proxy });
      };
      response.once('error', failed);
      response.once('end', done);
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.length > READ) done();
      });
    });
  });
}

function placeOf(error: NodeJS.ErrnoException): 'name' | 'tls' | 'connection' {
  const { why } = reasonOf(error);
  if (why === 'name-unknown' || why === 'name-unanswered') return 'name';
  return why === 'certificate-unknown' || why === 'no-tls' || /certificate|TLS|SSL/i.test(error.message)
    ? 'tls'
    : 'connection';
}

/** Puts a file with the code into the folder, fetches what it is in the web, and takes it away again, whatever happened. */
export async function tryPage(
  { folder, name, code, url }: { folder: string; name: string; code: string; url: string },
  environment: NodeJS.ProcessEnv,
): Promise<PageAnswer> {
  const file = join(folder, name);
  try {
    // A file that is there already is not ours to write, nor to take away.
    await writeFile(file, code, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    return { what: 'unwritable', reason: (error as NodeJS.ErrnoException).code ?? '' };
  }
  try {
    return await fetchPage(url, environment);
  } finally {
    await rm(file, { force: true });
  }
}
