import { AppError } from '../contract/errors.ts';
import type { Target } from '../net/dial.ts';
import { targetOf } from '../util/gearman-address.ts';
import { type ServerCalls, targetFor } from './servers.ts';

export interface ReachParts {
  /** The list of servers, and whether one of it may not be changed. */
  servers: ServerCalls['all'];
  isLocked: ServerCalls['isLocked'];
  to: 'submit' | 'work';
}

/**
 * A server at host:port, with the TLS that the list of servers has for it. Throws where a file of that cannot be used, and
 * `server-locked` where jobs are to be sent to one that may not be changed.
 */
export function reach(address: string, { servers, isLocked, to }: ReachParts): Target {
  for (const { server, served } of servers.values())
    if (server.kind !== 'attached' && served?.target !== undefined && served.state.address === address)
      return served.target; // our own, proxies among them
  for (const [id, { server }] of servers) {
    if (server.kind === 'embedded' || server.address !== address) continue;
    const { label, tls } = server;
    if (to === 'submit' && isLocked(id))
      throw new AppError('server-locked', `${label} is locked. Unlock it first.`, { server: label });
    return targetFor(address, tls);
  }
  return targetOf(address);
}
