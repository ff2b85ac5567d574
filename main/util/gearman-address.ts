/** Options of the stock tools that name a server, where it is not the usual one. */
export const addressOptions = ({ host, port }: { host: string; port: number }): string[] => [
  ...(host === '127.0.0.1' ? [] : ['-h', host]),
  ...(port === 4730 ? [] : ['-p', String(port)]),
];
