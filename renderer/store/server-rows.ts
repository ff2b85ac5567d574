import type { StateCreator } from 'zustand';
import type { Output } from '../../main/contract/api.ts';
import type { SERVER_FUNCTION_ORDERS, ServerHistory, ServerHistorySpan } from '../../main/contract/servers.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { sameView, type View } from '../ui/FixedRows.tsx';
import type { Store } from './index.ts';

/** What the inspector of a server shows. */
export type ServerTab = 'details' | 'functions' | 'workers' | 'jobs' | 'console';
export type ServerFunctionOrder = (typeof SERVER_FUNCTION_ORDERS)[number];

interface Found<T> {
  /** Whose they are, and the position of the first of the rows. */
  of: string;
  from: number;
  window: T;
}

export interface ServerRowsSlice {
  serverRows: {
    tab: ServerTab;
    view: { from: number; rows: number };
    search: string;
    order: ServerFunctionOrder;
    descending: boolean;
    /** The chosen function or job, by its name or handle. */
    chosen: string | null;
    functions: Found<Output<'servers.functions'>> | null;
    workers: Found<Output<'servers.workers'>> | null;
    jobs: Found<Output<'servers.jobs'>> | null;
    span: ServerHistorySpan;
    history: { of: string; lines: ServerHistory | null } | null;
  };
  /** Asks for what the tab in sight shows of the chosen server. */
  pullServerRows(): void;
  showServerTab(tab: ServerTab): void;
  /** Another server is chosen: its rows begin at the first one. */
  leaveServerRows(): void;
  viewServerRows(view: View): void;
  searchServerRows(search: string): void;
  orderServerRows(order: ServerFunctionOrder): void;
  chooseServerRow(chosen: string | null): void;
  chooseServerSpan(span: ServerHistorySpan): void;
}

const FIRST_VIEW = { from: 0, rows: 40 };
const FIRST = { view: FIRST_VIEW, search: '', chosen: null };

export const createServerRowsSlice: StateCreator<Store, [], [], ServerRowsSlice> = (set, get) => {
  const patch = (change: Partial<ServerRowsSlice['serverRows']>) =>
    set(({ serverRows }) => ({ serverRows: { ...serverRows, ...change } }));

  async function pull(): Promise<void> {
    const of = get().servers.chosen;
    if (of === null) return;
    const { tab, view, search, order, descending, span } = get().serverRows;
    const range = { search, from: view.from, count: Math.min(1000, Math.max(1, view.rows)) };
    const scope = { kind: 'server', id: of } as const;
    const found = <T>(window: T): Found<T> => ({ of, from: view.from, window });
    switch (tab) {
      case 'details':
        return patch({ history: { of, lines: await call('servers.history', { id: of, function: null, span }) } });
      case 'functions':
        return patch({
          functions: found(await call('servers.functions', { scope, by: 'server', order, descending, ...range })),
        });
      case 'workers':
        return patch({ workers: found(await call('servers.workers', { scope, ...range })) });
      case 'jobs':
        return patch({ jobs: found(await call('servers.jobs', { id: of, ...range })) });
      case 'console':
        return; // it says what it is asked
    }
  }
  const puller = framePuller(pull);

  const show = (change: Partial<ServerRowsSlice['serverRows']>) => {
    patch(change);
    puller.poke();
  };
  return {
    serverRows: {
      tab: 'details',
      view: FIRST_VIEW,
      search: '',
      order: 'name',
      descending: false,
      chosen: null,
      functions: null,
      workers: null,
      jobs: null,
      span: 'minutes',
      history: null,
    },
    pullServerRows: () => puller.poke(),
    showServerTab: (tab) => show({ tab, ...FIRST }),
    leaveServerRows: () => patch(FIRST),
    viewServerRows: ({ from, rows }) => {
      const { view } = get().serverRows;
      const next = { from: from === 'end' ? 0 : from, rows };
      if (!sameView(next, view)) show({ view: next });
    },
    searchServerRows: (search) => show({ search, view: FIRST_VIEW }),
    orderServerRows: (order) => {
      const { order: before, descending } = get().serverRows;
      show({ order, descending: order === before ? !descending : order !== 'name' });
    },
    chooseServerRow: (chosen) => patch({ chosen }),
    chooseServerSpan: (span) => show({ span }),
  };
};
