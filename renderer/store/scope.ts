import type { StateCreator } from 'zustand';
import type { PacketScope } from '../../main/contract/packets.ts';
import { repeatedAmong, toldTwice } from '../../main/contract/same-server.ts';
import { LOCAL, type ServerInfo, type ServerScope } from '../../main/contract/servers.ts';
import type { Screen } from './app.ts';
import type { Store } from './index.ts';

export interface ScopeSlice {
  /** Whose figures, jobs, workers and packets are looked at; it means something where there is more than one server. */
  scope: ServerScope;
  chooseScope(scope: ServerScope): void;
  /** The one after it in the order in which they are offered, and the first one after the last. */
  nextScope(): void;
  /** Looks at all servers where this one is not looked at, and at it alone where these have its jobs as another one's. */
  widenScope(server: string): void;
}

export const ALL: ServerScope = { kind: 'all' };

/** The screens that show the servers in scope. */
export const SCOPED_SCREENS: readonly Screen[] = ['overview', 'workers', 'jobs', 'traffic'];

type WithScope = Pick<Store, 'scope' | 'servers'>;

/** Whether there is anything to choose. */
export const hasScopes = ({ servers }: Pick<Store, 'servers'>): boolean => servers.list.length > 1;

const isIn = (scope: ServerScope, { id, server }: ServerInfo): boolean =>
  scope.kind === 'all' || (scope.kind === 'group' ? scope.group === server.group : scope.id === id);

/** The scope that holds: all where the chosen server or group is not there any more, or where there is but one server. */
export function scopeNow(store: WithScope): ServerScope {
  if (!hasScopes(store)) return ALL;
  return store.servers.list.some((info) => isIn(store.scope, info)) ? store.scope : ALL;
}

/** The servers that are looked at, in their order. */
export const serversInScope = (store: WithScope): readonly ServerInfo[] => {
  const scope = scopeNow(store);
  return scope.kind === 'all' ? store.servers.list : store.servers.list.filter((info) => isIn(scope, info));
};

/** The same as calls take them: null for all. */
export const scopedIds = (store: WithScope): string[] | null =>
  scopeNow(store).kind === 'all' ? null : serversInScope(store).map(({ id }) => id);

/** Of the servers that are looked at those that are one with another of them, which counts for them in sums. */
export const repeatedInScope = (store: WithScope): ReadonlyMap<string, string> => repeatedAmong(serversInScope(store));

/** Of the servers that are looked at those whose jobs are another one's as well. */
export const toldTwiceInScope = (store: WithScope): string[] => toldTwice(serversInScope(store));

/** Whether several servers are looked at: rows say then whose they are. */
export const isSeveral = (store: WithScope): boolean => serversInScope(store).length > 1;

/** Whether the first server alone is looked at, of which the window knows more than of others. */
export const isFirstAlone = (store: WithScope): boolean =>
  !hasScopes(store) || serversInScope(store).every(({ id }) => id === LOCAL);

/** What packets are narrowed to; those of a file are of no server. */
export const packetScope = (store: WithScope & Pick<Store, 'traffic' | 'captures'>): PacketScope => ({
  ...store.traffic.scope,
  servers: store.captures.state.open === null ? scopedIds(store) : null,
});

/** All that can be looked at: all servers, groups, and each server. */
export function scopesOf(list: readonly ServerInfo[]): ServerScope[] {
  const groups = new Set(list.map(({ server }) => server.group).filter((group) => group !== ''));
  return [
    ALL,
    ...[...groups].map((group): ServerScope => ({ kind: 'group', group })),
    ...list.map(({ id }): ServerScope => ({ kind: 'server', id })),
  ];
}

/** What tells scopes apart. */
export const textOfScope = (scope: ServerScope): string =>
  scope.kind === 'all' ? 'all' : scope.kind === 'group' ? `group ${scope.group}` : `server ${scope.id}`;

export const createScopeSlice: StateCreator<Store, [], [], ScopeSlice> = (set, get) => ({
  scope: ALL,
  chooseScope: (scope) => {
    set({ scope });
    get().beginAnew();
  },
  nextScope: () => {
    const all = scopesOf(get().servers.list);
    const now = textOfScope(scopeNow(get()));
    const at = all.findIndex((each) => textOfScope(each) === now);
    get().chooseScope(all[(at + 1) % all.length] ?? ALL);
  },
  widenScope: (server) => {
    if (scopedIds(get())?.includes(server) === false) get().chooseScope(ALL);
    if (toldTwiceInScope(get()).includes(server)) get().chooseScope({ kind: 'server', id: server });
  },
});
