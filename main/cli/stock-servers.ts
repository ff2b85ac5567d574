import { AppError } from '../contract/errors.ts';
import { serversIn } from '../contract/server-list.ts';
import { targetOf } from '../util/gearman-address.ts';

interface Place {
  host: string;
  port: number;
  tls: boolean;
}

/**
 * The servers of the stock tool in the order in which it tries them: the one of its options, then those of GEARMAN_SERVERS from the last
 * to the first. One that is written with TLS has it, and all have where that of the options has. Throws `bad-input`.
 * docs/protocol.md section 8.
 */
export function serversOf(own: Place, variable = ''): Place[] {
  const { servers, wrong } = serversIn(variable);
  const [first] = wrong;
  if (first !== undefined)
    throw new AppError(
      'bad-input',
      `GEARMAN_SERVERS: “${first.text}” is no server. Write host:port, with commas between.`,
    );
  const others = servers.map(({ address, tls }) => ({ ...targetOf(address), tls: own.tls || tls })).reverse();
  return [own, ...others.filter(({ host, port }) => host !== own.host || port !== own.port)];
}
