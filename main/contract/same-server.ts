/** Servers that are in the list more than once: attached and behind a proxy, attached twice, or our own that was attached. */

import type { ServerInfo } from './servers.ts';

type Row = Pick<ServerInfo, 'id' | 'server' | 'state' | 'counts' | 'same'>;

/** What tells more of its jobs comes first. */
const TELLING = { embedded: 0, proxy: 1, attached: 2 } as const;

/**
 * Of these servers those that sums leave out, each with the one that counts for it: of the rows that are one server and that are on,
 * one counts. It is that which tells most of those that have counts, our own before a proxy and a proxy before an attached one, and of
 * two alike the first.
 */
export function repeatedAmong(rows: readonly Row[]): ReadonlyMap<string, string> {
  const repeated = new Map<string, string>();
  const on = rows.filter(({ state }) => state !== 'stopped');
  if (new Set(on.map(({ same }) => same)).size === on.length) return repeated;
  for (const alike of Map.groupBy(on, ({ same }) => same).values()) {
    const [counted] = alike.filter(({ counts }) => counts !== null).sort((a, b) => telling(a) - telling(b));
    if (counted === undefined) continue;
    for (const { id } of alike) if (id !== counted.id) repeated.set(id, counted.id);
  }
  return repeated;
}

/** Of these servers those whose jobs another one of them tells too: a proxy before a server of our own. Two proxies each tell their own. */
export function toldTwice(rows: readonly Row[]): string[] {
  const embedded = new Set(rows.filter(({ server }) => server.kind === 'embedded').map(({ id }) => id));
  return [...repeatedAmong(rows)].flatMap(([id, by]) => (embedded.has(by) ? [id] : []));
}

const telling = ({ server }: Row): number => TELLING[server.kind];
