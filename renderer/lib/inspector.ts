import type { ServerInfo } from '../../main/contract/servers.ts';
import type { Screen } from '../store/app.ts';
import type { Store } from '../store/index.ts';
import { serverOf } from '../store/servers.ts';

interface Inspected {
  /** What is in the inspector; null where it is closed. */
  what: (store: Store) => unknown;
  close: (store: Store) => void;
  /** Shows what was in it before it was closed, else the first that there is. */
  open: (store: Store, before: unknown) => void;
}

const INSPECTED: Readonly<{ [screen in Screen]?: Inspected }> = {
  functions: {
    what: ({ functions }) => functions.selected ?? (functions.draft === null ? null : ''),
    close: (store) => store.closeFunction(),
    open: (store, before) => {
      const { rows } = store.functions;
      const row = rows.find(({ name }) => name === before) ?? rows[0];
      if (row !== undefined) store.selectFunction(row.name);
    },
  },
  workers: {
    what: ({ workers }) => workers.selected,
    close: (store) => store.closeWorker(),
    open: (store, before) => {
      const [crew] = store.workers.view?.managed ?? [];
      const [outside] = store.workers.view?.outside ?? [];
      if (before !== undefined) store.selectWorker(before as NonNullable<Store['workers']['selected']>);
      else if (crew !== undefined) store.selectWorker({ kind: 'function', name: crew.function });
      else if (outside !== undefined) store.selectWorker({ kind: 'outside', connection: outside.connection });
    },
  },
  jobs: {
    what: ({ jobs }) => jobs.selected,
    close: (store) => store.closeJob(),
    open: (store, before) => {
      const key = before ?? store.jobs.window?.rows[0]?.key;
      if (key !== undefined) store.selectJob(key as NonNullable<Store['jobs']['selected']>);
    },
  },
  servers: {
    what: (store) => serverOf(store, store.servers.chosen),
    close: (store) => store.chooseServer(null),
    open: (store, before) =>
      store.chooseServer((before as ServerInfo | undefined)?.id ?? store.servers.list[0]?.id ?? null),
  },
  traffic: {
    what: ({ traffic }) => traffic.selected,
    close: (store) => store.closePacket(),
    open: (store, before) => {
      const seq = before ?? store.traffic.window?.rows.at(-1)?.seq;
      if (seq !== undefined) store.selectPacket(seq as number);
    },
  },
};

/** What was in the inspector of a screen when it was closed. */
const closed = new Map<Screen, unknown>();

export const inspectorOpen = (store: Store): boolean => INSPECTED[store.app.screen]?.what(store) != null;

export function closeInspector(store: Store): void {
  const inspected = INSPECTED[store.app.screen];
  closed.set(store.app.screen, inspected?.what(store));
  inspected?.close(store);
}

export const openInspector = (store: Store): void =>
  INSPECTED[store.app.screen]?.open(store, closed.get(store.app.screen));
