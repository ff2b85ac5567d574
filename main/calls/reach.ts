import { AppError } from '../contract/errors.ts';
import type { JobKey } from '../contract/keys.ts';
import { EMBEDDED } from '../contract/server.ts';
import { LOCAL } from '../contract/servers.ts';
import { addressOf, type Target } from '../net/dial.ts';
import { addressKey, targetOf } from '../util/gearman-address.ts';
import { type ServerCalls, targetFor } from './servers.ts';

/**
 * A server at host:port, with the TLS that the list of servers has for it, however its address is written there. Throws where a file
 * of that cannot be used.
 */
export function reach(address: string, servers: ServerCalls['all']): Target {
  const ours = ownAt(address, servers);
  if (ours !== undefined) return ours.target;
  const key = addressKey(address);
  for (const { server } of servers.values())
    if (server.kind !== 'embedded' && addressKey(server.address) === key) return targetFor(address, server.tls);
  return targetOf(address);
}

/** Our own server at host:port, a proxy too: what it is in keys of jobs, and how it is reached. Undefined where none of ours runs there. */
export function ownAt(
  address: string,
  servers: ServerCalls['all'],
): { source: { server: string; run: number }; target: Target } | undefined {
  const key = addressKey(address);
  for (const [id, { server, served }] of servers) {
    if (server.kind === 'attached' || served?.target === undefined) continue;
    const { state, target } = served;
    if (addressKey(state.address) === key) return { source: { server: id, run: state.run }, target };
  }
  return undefined;
}

/** Where the servers of a function or a job are, as the person has them: none is the first one, which is at `embedded`. */
export const placesOf = (names: readonly string[], embedded: Place): Place[] =>
  names.length === 0 ? [embedded] : names.map((name) => (name === EMBEDDED ? embedded : targetOf(name)));

interface Place {
  host: string;
  port: number;
}

export interface PlacesParts {
  all: ServerCalls['all'];
  /** Where the first server is, or would be. */
  embedded: Place;
  /** Servers that the job was spread over when it was submitted; null where it was not. */
  spread: readonly string[] | null;
  /** Servers that workers of its function register with; empty is the first one. */
  workersAt: readonly string[];
}

/** Where a job would be submitted to again: the servers that it was spread over, or has workers at, where its own is one; else its own. */
export function placesOfJob({ server }: JobKey, { all, embedded, spread, workersAt }: PlacesParts): Place[] {
  if (spread !== null) return placesOf(spread, embedded);
  const own = server === LOCAL ? undefined : all.get(server)?.served?.state.address;
  const place = own === undefined ? embedded : targetOf(own);
  const places = placesOf(workersAt, embedded);
  const isOwn = (each: typeof place) => addressKey(addressOf(each)) === addressKey(addressOf(place));
  return places.some(isOwn) ? places : [place];
}

/** `server-locked` where the server at host:port may not be changed: no jobs of ours go there, and no workers of ours. */
export function lockOf(
  address: string,
  { all, isLocked }: Pick<ServerCalls, 'all' | 'isLocked'>,
): AppError | undefined {
  const key = addressKey(address);
  for (const [id, { server }] of all)
    if (server.kind === 'attached' && isLocked(id) && addressKey(server.address) === key)
      return new AppError('server-locked', `${server.label} is locked. Unlock it first.`, { server: server.label });
  return undefined;
}

/** Throws it. */
export function mustBeUnlocked(address: string, servers: Pick<ServerCalls, 'all' | 'isLocked'>): void {
  const lock = lockOf(address, servers);
  if (lock !== undefined) throw lock;
}
