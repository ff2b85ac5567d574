import type { StateCreator } from 'zustand';
import { LOCAL, POLL_EVERY, type ServerDraft, type ServerInfo } from '../../main/contract/servers.ts';
import type { ServerSort } from '../../main/contract/view.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { keptRows } from '../lib/kept-rows.ts';
import type { Store } from './index.ts';

export interface ServersSlice {
  servers: {
    /** As the engine last told of them, the first embedded one first; empty before the first time. */
    list: readonly ServerInfo[];
    /** The one in the inspector, by its id. */
    chosen: string | null;
    /** What is looked for in label, address and group. */
    filter: string;
    /** Null is the order of the list, which the person gave it. */
    sort: ServerSort | null;
    descending: boolean;
    /** Whose lock is asked about before it is opened. */
    unlocking: string | null;
  };
  pullServers(): void;
  chooseServer(id: string | null): void;
  /** Shows a server, whatever is shown now. */
  openServer(id: string): void;
  filterServers(filter: string): void;
  /** The same column again turns the order round, and once more takes it back. */
  sortServers(sort: ServerSort): void;
  /** Starts a server or stops it; for an attached one that is to look at it or not. */
  switchServer(id: string, on: boolean): Promise<void>;
  retryServer(id: string): Promise<void>;
  askUnlock(id: string | null): void;
  lockServer(id: string, locked: boolean): Promise<void>;
  /** One place up (-1) or down (1) in the list. */
  moveServer(id: string, step: 1 | -1): Promise<void>;
  removeServer(id: string): Promise<void>;
  /** Looks at somebody's server from now on and shows it. */
  attachServer(address: string): Promise<void>;
}

/** A server by its id; undefined where there is none any more. */
export const serverOf = ({ servers }: Pick<Store, 'servers'>, id: string | null): ServerInfo | undefined =>
  servers.list.find((info) => info.id === id);

export const createServersSlice: StateCreator<Store, [], [], ServersSlice> = (set, get) => {
  const patch = (change: Partial<ServersSlice['servers']>) =>
    set(({ servers }) => ({ servers: { ...servers, ...change } }));
  const take = (list: readonly ServerInfo[]) => patch({ list: keptRows(get().servers.list, list, ({ id }) => id) });
  const puller = framePuller(async () => take(await call('servers.list', undefined)));
  /** What the engine said of one holds at once; of the others it is asked anew. */
  const told = (info: ServerInfo | undefined): void => {
    puller.poke();
    if (info === undefined) return;
    const { list } = get().servers;
    take(
      list.some(({ id }) => id === info.id) ? list.map((each) => (each.id === info.id ? info : each)) : [...list, info],
    );
  };
  return {
    servers: { list: [], chosen: null, filter: '', sort: null, descending: false, unlocking: null },
    pullServers: () => puller.poke(),
    chooseServer: (chosen) => {
      patch({ chosen });
      get().leaveServerRows();
    },
    openServer: (chosen) => {
      get().go('servers');
      get().chooseServer(chosen);
    },
    filterServers: (filter) => patch({ filter }),
    sortServers: (sort) => {
      const { sort: before, descending } = get().servers;
      if (sort !== before) patch({ sort, descending: sort !== 'label' && sort !== 'group' });
      else if (descending === (sort !== 'label' && sort !== 'group')) patch({ descending: !descending });
      else patch({ sort: null, descending: false });
    },
    switchServer: async (id, on) => {
      if (id === LOCAL) return on ? get().startServer() : get().stopServer();
      told(await get().attempt(() => call('servers.switch', { id, on })));
    },
    retryServer: async (id) => {
      if (id === LOCAL) return get().startServer();
      await get().attempt(() => call('servers.retry', { id }));
      puller.poke();
    },
    askUnlock: (unlocking) => patch({ unlocking }),
    lockServer: async (id, locked) => {
      patch({ unlocking: null });
      told(await get().attempt(() => call('servers.unlock', { id, unlocked: !locked })));
    },
    moveServer: async (id, step) => {
      const at = get().servers.list.findIndex((info) => info.id === id);
      await get().attempt(() => call('servers.move', { id, at: at + step }));
      puller.poke();
    },
    removeServer: async (id) => {
      const gone = await get().attempt(() => call('servers.remove', { id }));
      puller.poke();
      if (gone === undefined) return;
      const { list, chosen } = get().servers;
      patch({ list: list.filter((info) => info.id !== id), chosen: chosen === id ? null : chosen });
      const undo = async () => {
        told(await get().attempt(() => call('servers.add', { id, ...gone })));
        if (chosen === id) patch({ chosen });
      };
      get().tell({ kind: 'server-removed', name: gone.server.label, undo: () => void undo() });
    },
    attachServer: async (address) => {
      const server: ServerDraft = { ...ATTACHED, label: address, address };
      const info = await get().attempt(() => call('servers.add', { server }));
      told(info);
      if (info !== undefined) get().openServer(info.id);
    },
  };
};

/** What is said of an attached server that nobody has described. */
export const ATTACHED = {
  kind: 'attached',
  colour: 'none',
  group: '',
  on: true,
  tls: null,
  every: POLL_EVERY.default,
} as const;
