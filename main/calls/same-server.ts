import { toldTwice } from '../contract/same-server.ts';
import { LOCAL, type ServerInfo } from '../contract/servers.ts';
import { addressKey } from '../util/gearman-address.ts';
import type { ListedServer, ServerCalls } from './servers.ts';

/** Which servers tell of the same jobs is looked at again after so long, ms: jobs come in floods. */
const LOOKED_EVERY = 1000;

/** What tells servers of the list apart: the same text for rows that are one server, as far as their addresses say. */
export function serverKeys(all: ServerCalls['all']): ReadonlyMap<string, string> {
  const ours = new Map<string, string>();
  for (const [id, listed] of all) for (const address of ownAddresses(listed)) ours.set(addressKey(address), id);

  /** Through proxies of the list to what is behind them. */
  function behind(id: string, passed: readonly string[]): string {
    const server = all.get(id)?.server;
    if (server === undefined || server.kind === 'embedded') return id;
    const key = addressKey(server.address);
    const next = ours.get(key);
    return next === undefined || passed.includes(next) ? key : behind(next, [...passed, next]);
  }
  return new Map([...all.keys()].map((id) => [id, behind(id, [id])]));
}

/** Servers as `repeatedAmong` and `toldTwice` take them. */
export function asRows(
  all: ServerCalls['all'],
  ids: Iterable<string>,
): Pick<ServerInfo, 'id' | 'server' | 'state' | 'counts' | 'same'>[] {
  const keys = serverKeys(all);
  return [...ids].flatMap((id) => {
    const { server, served } = all.get(id) ?? {};
    if (server === undefined) return [];
    const { state, counts } = served?.state ?? { state: 'stopped' as const, counts: null };
    return [{ id, server, state, counts, same: keys.get(id) ?? id }];
  });
}

/** Tells of a server whether another one of the list tells of its jobs too. May be a second behind the list. */
export function watchToldTwice(all: () => ServerCalls['all']): (server: string) => boolean {
  let twice: readonly string[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  return (server) => {
    if (server === LOCAL) return false;
    if (performance.now() - lookedAt >= LOOKED_EVERY) {
      const list = all();
      twice = toldTwice(asRows(list, list.keys()));
      lookedAt = performance.now();
    }
    return twice.includes(server);
  };
}

/** Where one of ours is reached while it is on. */
function ownAddresses({ server, served }: ListedServer): readonly string[] {
  if (served === undefined || server.kind === 'attached') return [];
  return served.host?.status.addresses ?? [`127.0.0.1:${server.port}`];
}
