import { domainToASCII } from 'node:url';

/** The name of a host as every resolver takes it: what is beyond ASCII as IDNA writes it. RFC 5891 section 4.4. */
export const asciiHost = (host: string): string => (/[^\0-\x7f]/.test(host) ? domainToASCII(host) || host : host);

/** Host and port of an address as `addressOf` (net/dial.ts) writes it; that it is one is known. */
export function targetOf(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/** The address of a server without what is only written in another way: those of one key are one server. */
export function addressKey(address: string): string {
  const { host, port } = targetOf(address);
  const url = `http://${host.includes(':') ? `[${host}]` : host}`;
  const name = (URL.canParse(url) ? new URL(url).hostname : host.toLowerCase()).replace(/\.$/, '');
  return `${name === 'localhost' ? '127.0.0.1' : name}:${port}`;
}

/** Options of the stock tools that name a server, where it is not the usual one. */
export const addressOptions = ({ host, port }: { host: string; port: number }): string[] => [
  ...(host === '127.0.0.1' ? [] : ['-h', asciiHost(host)]),
  ...(port === 4730 ? [] : ['-p', String(port)]),
];

/**
 * How the stock tools are told of several servers: options of one, and the others as the value of GEARMAN_SERVERS; empty where there
 * are none. Clients try the one of the options first, and then these from the last to the first. The list cannot have IPv6 addresses:
 * those are left out where there are others.
 */
export function stockServers(targets: readonly { host: string; port: number }[]): {
  options: string[];
  others: string;
} {
  const named = targets.length > 1 ? targets.filter(({ host }) => !host.includes(':')) : [];
  const one = named[0] ?? targets[0];
  const others = named.slice(1).reverse();
  return {
    options: one === undefined ? [] : addressOptions(one),
    others: others.map(({ host, port }) => `${asciiHost(host)}:${port}`).join(),
  };
}
