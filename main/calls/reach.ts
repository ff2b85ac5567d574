import { AppError } from '../contract/errors.ts';
import type { ServerInfo } from '../contract/servers.ts';
import type { Target } from '../net/dial.ts';
import { targetOf } from '../util/gearman-address.ts';
import { targetFor } from './servers.ts';

export interface ReachParts {
  /** The list of servers. */
  list: readonly ServerInfo[];
  /** Where one of ours that runs is reached, our own proxies among them. */
  ours: (id: string) => Target | undefined;
  to: 'submit' | 'work';
}

/**
 * A server at host:port, with the TLS that the list of servers has for it. Throws where a file of that cannot be used, and
 * `server-locked` where jobs are to be sent to one that may not be changed.
 */
export function reach(address: string, { list, ours, to }: ReachParts): Target {
  const own = list.find((each) => each.server.kind !== 'attached' && each.address === address);
  const there = own && ours(own.id);
  if (there !== undefined) return there;
  const known = list.find(({ server }) => server.kind !== 'embedded' && server.address === address);
  if (known === undefined || known.server.kind === 'embedded') return targetOf(address);
  const { label, tls } = known.server;
  if (to === 'submit' && known.locked)
    throw new AppError('server-locked', `${label} is locked. Unlock it first.`, { server: label });
  return targetFor(address, tls);
}
