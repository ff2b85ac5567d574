/** Servers as people write and paste them: connection strings, and lists of those. */

import type { ReasonId } from './reasons.ts';

const DEFAULT_PORT = 4730;

/** A server that was read. */
export interface ListedServer {
  /** As `ServerAddress` writes it: `host:port`, `[::1]:4730`. */
  address: string;
  /** Whether it was asked for with TLS, as `gearman+tls://host`. */
  tls: boolean;
}

/** A piece that is no server, where it stands in the text, and why it is none. */
export interface WrongServer {
  text: string;
  /** Of its first character, from 0 on. */
  at: number;
  why: ReasonId;
}

/**
 * The servers in a text, in order and each once. Between them are commas, semicolons and blanks, as many as there are, and around
 * them may be quotes, as where they were copied from; `gearman://` may be in front. `port` is taken where none is given.
 */
export function serversIn(text: string, port = DEFAULT_PORT): { servers: ListedServer[]; wrong: WrongServer[] } {
  const servers = new Map<string, ListedServer>();
  const wrong: WrongServer[] = [];
  for (const { 0: piece, index: at } of text.matchAll(/[^\s,;]+/g)) {
    const bare = unquoted(piece);
    if (bare === '') continue;
    const read = readServer(bare, port);
    if (typeof read === 'string') wrong.push({ text: piece, at, why: read });
    else {
      const address = addressText(read);
      const key = address.toLowerCase();
      if (!servers.has(key)) servers.set(key, { address, tls: read.tls });
    }
  }
  return { servers: [...servers.values()], wrong };
}

/** Host and port of a text that is one server; null where it is none, more, or one with TLS. `port` is taken where none is given. */
export function serverIn(text: string, port = DEFAULT_PORT): { host: string; port: number } | null {
  const read = readServer(text.trim(), port);
  return typeof read === 'string' || read.tls ? null : { host: read.host, port: read.port };
}

/** Quotes at both ends, and the brackets of a list around them, as in `["10.0.0.1", '::1']`. */
const unquoted = (piece: string): string => piece.replace(/^\[?["'`“”‘’]+/, '').replace(/["'`“”‘’]+\]?$/, '');

interface Read {
  host: string;
  port: number;
  tls: boolean;
}

/** What is in front of an address. Docker's links write `tcp://`; there is no one way to ask for TLS, so both that are seen do. */
const SCHEME = /^(?:gearman|tcp|(gearman\+tls|gearmans)):\/\//i;

function readServer(piece: string, usual: number): Read | ReasonId {
  const scheme = SCHEME.exec(piece);
  const tls = scheme?.[1] !== undefined;
  const rest = scheme === null ? piece : piece.slice(scheme[0].length).replace(/\/$/, '');
  if (isIpv6(rest)) return { host: rest, port: usual, tls };
  const parts = /^(?:\[([^[\]]+)\]|([^:]*))(?::([^:/]*))?$/.exec(rest);
  if (parts === null) return 'no-address';
  const [, bracketed, name = '', number] = parts;
  if (bracketed === undefined ? !isHost(name) : !isIpv6(bracketed)) return 'no-address';
  const port = number === undefined ? usual : portOf(number);
  return port === undefined ? 'no-port' : { host: bracketed ?? name, port, tls };
}

/** A port as it is written. Undefined where it is none. */
export function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

const isIpv6 = (text: string): boolean => /^[0-9A-Fa-f:.]{2,45}$/.test(text) && URL.canParse(`http://[${text}]`);

/** A name or an IPv4 address. Underscores are in names of containers; letters of other scripts are for the system to look up. */
const isHost = (text: string): boolean =>
  text.length <= 253 && /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_.])?$/u.test(text);

const addressText = ({ host, port }: Read): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
