/** Host and port of an address as `addressOf` (net/dial.ts) writes it; that it is one is known. */
export function targetOf(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/** Options of the stock tools that name a server, where it is not the usual one. */
export const addressOptions = ({ host, port }: { host: string; port: number }): string[] => [
  ...(host === '127.0.0.1' ? [] : ['-h', host]),
  ...(port === 4730 ? [] : ['-p', String(port)]),
];
