import type { StateCreator } from 'zustand';
import type { Wire } from '../../main/contract/keys.ts';
import type { SERVER_FUNCTION_ORDERS, ServerFunctionWindow } from '../../main/contract/servers.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { sameView, type View } from '../ui/FixedRows.tsx';
import type { Store } from './index.ts';
import { scopeNow } from './scope.ts';

type Order = (typeof SERVER_FUNCTION_ORDERS)[number];

/** Functions that wait without a worker and are told of beside the board. */
const STUCK = 20;

export interface BoardSlice {
  /** Functions of several servers, or of another one than the first. */
  board: {
    by: 'server' | 'function';
    search: string;
    order: Order;
    descending: boolean;
    /** Functions whose servers are shown one by one. */
    open: readonly Wire[];
    view: { from: number; rows: number };
    window: ServerFunctionWindow | null;
    /** Where its rows begin, and which list they are a part of. */
    from: number;
    list: string;
    stuck: ServerFunctionWindow | null;
  };
  pullBoard(): void;
  viewBoard(view: View): void;
  groupBoard(by: 'server' | 'function'): void;
  searchBoard(search: string): void;
  sortBoard(order: Order): void;
  /** Shows what each server has of a function, or no more. */
  openOnBoard(name: Wire): void;
}

export const createBoardSlice: StateCreator<Store, [], [], BoardSlice> = (set, get) => {
  const patch = (change: Partial<BoardSlice['board']>) => set(({ board }) => ({ board: { ...board, ...change } }));
  const puller = framePuller(async () => {
    const { by, search, order, descending, open, view } = get().board;
    const scope = scopeNow(get());
    const asked = { scope, by, search: search.trim(), order, descending, grouped: by === 'server', open: [...open] };
    const [window, stuck] = await Promise.all([
      call('servers.functions', { ...asked, from: view.from, count: view.rows }),
      call('servers.functions', {
        ...{ scope, by: 'server', stuck: true, order: 'queued', descending: true, from: 0, count: STUCK },
      }),
    ]);
    // Who has scrolled to the end of a list that became shorter sees its end.
    const last = Math.max(0, window.total - view.rows);
    if (view.from > last) {
      patch({ view: { ...view, from: last } });
      puller.poke();
    }
    patch({ window, from: view.from, stuck, list: JSON.stringify([scope, by, search, order, descending]) });
  });
  const change = (next: Partial<BoardSlice['board']>) => {
    patch(next);
    puller.poke();
  };
  return {
    board: {
      by: 'server',
      search: '',
      order: 'name',
      descending: false,
      open: [],
      view: { from: 0, rows: 40 },
      window: null,
      from: 0,
      list: '',
      stuck: null,
    },
    pullBoard: () => puller.poke(),
    viewBoard: (next) => {
      const view = { from: next.from === 'end' ? 0 : next.from, rows: next.rows };
      if (!sameView(view, get().board.view)) change({ view });
    },
    groupBoard: (by) => change({ by, view: { ...get().board.view, from: 0 } }),
    searchBoard: (search) => change({ search, view: { ...get().board.view, from: 0 } }),
    sortBoard: (order) => {
      const { board } = get();
      change({ order, descending: board.order === order ? !board.descending : order !== 'name' });
    },
    openOnBoard: (name) => {
      const { open } = get().board;
      change({ open: open.includes(name) ? open.filter((each) => each !== name) : [...open, name].slice(-100) });
    },
  };
};
