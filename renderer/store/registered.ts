import type { StateCreator } from 'zustand';
import type { ServerWorkerWindow } from '../../main/contract/servers.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { sameView, type View } from '../ui/FixedRows.tsx';
import type { Store } from './index.ts';
import { scopeNow, textOfScope } from './scope.ts';

export interface RegisteredSlice {
  /** Workers that are registered with the servers in scope, where these are not the first one alone. */
  registered: {
    view: { from: number; rows: number };
    window: ServerWorkerWindow | null;
    from: number;
    /** Which list the window is a part of. */
    list: string;
  };
  pullRegistered(): void;
  viewRegistered(view: View): void;
}

export const createRegisteredSlice: StateCreator<Store, [], [], RegisteredSlice> = (set, get) => {
  const patch = (change: Partial<RegisteredSlice['registered']>) =>
    set(({ registered }) => ({ registered: { ...registered, ...change } }));
  const puller = framePuller(async () => {
    const { view } = get().registered;
    const search = get().workers.filter.trim();
    const scope = scopeNow(get());
    const window = await call('servers.workers', { scope, search, from: view.from, count: view.rows });
    patch({ window, from: view.from, list: `${textOfScope(scope)} ${search}` });
    const last = Math.max(0, window.total - view.rows);
    if (view.from <= last) return;
    patch({ view: { ...view, from: last } });
    puller.poke();
  });
  return {
    registered: { view: { from: 0, rows: 40 }, window: null, from: 0, list: '' },
    pullRegistered: () => puller.poke(),
    viewRegistered: (next) => {
      const view = { from: next.from === 'end' ? 0 : next.from, rows: next.rows };
      if (sameView(view, get().registered.view)) return;
      patch({ view });
      puller.poke();
    },
  };
};
