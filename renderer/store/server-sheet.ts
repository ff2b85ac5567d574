import type { StateCreator } from 'zustand';
import { LOCAL, type TriedServer } from '../../main/contract/servers.ts';
import { call } from '../api.ts';
import { draftsOf, faultsOf, fieldsOf, newFields, type ServerFields } from '../lib/server-draft.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';
import { serverOf } from './servers.ts';

/** The servers of the sheet's address, asked for an echo once. */
export interface Trial {
  address: string;
  /** Null while the answer is waited for. */
  answer: { tried: TriedServer } | { problem: Problem } | null;
}

export interface ServerSheetSlice {
  serverSheet: {
    /** The one that is changed; null for a new one. */
    id: string | null;
    fields: ServerFields;
    /** It was to be sent: what is wrong is said of fields that nobody has touched, too. */
    sent: boolean;
    sending: boolean;
    trials: readonly Trial[];
    problem: Problem | null;
  } | null;
  /** Opens the sheet for a new server. */
  openServerSheet(prefill?: Partial<ServerFields>): void;
  editServer(id: string): void;
  /** Asks the person for a PEM file; null where they chose none. */
  choosePem(): Promise<string | null>;
  /** Opens it for a new one like that one. */
  duplicateServer(id: string): void;
  editServerFields(change: Partial<ServerFields>): void;
  closeServerSheet(): void;
  tryServer(): Promise<void>;
  /** Adds the servers of the sheet or changes that one, if nothing is wrong; the sheet closes then. */
  sendServerSheet(): Promise<void>;
}

type Sheet = NonNullable<ServerSheetSlice['serverSheet']>;

export const createServerSheetSlice: StateCreator<Store, [], [], ServerSheetSlice> = (set, get) => {
  const patch = (change: Partial<Sheet>) =>
    set(({ serverSheet }) => ({ serverSheet: serverSheet && { ...serverSheet, ...change } }));
  const open = (fields: ServerFields, id: string | null) =>
    set({ serverSheet: { id, fields, sent: false, sending: false, trials: [], problem: null } });
  const list = () => get().servers.list;

  async function send({ id, fields }: Sheet): Promise<void> {
    const drafts = draftsOf(fields, list());
    const [draft] = drafts;
    if (id !== null) {
      if (draft !== undefined) await call('servers.change', { id, server: draft });
      return;
    }
    let first: string | undefined;
    for (const server of drafts) {
      const { id: added } = await call('servers.add', { server });
      first ??= added;
    }
    if (first !== undefined) get().openServer(first);
  }

  return {
    serverSheet: null,
    openServerSheet: (prefill) => open(newFields(list(), prefill), null),
    editServer: (id) => {
      const info = serverOf(get(), id);
      if (info !== undefined) open(fieldsOf(info.server, list()), id);
    },
    choosePem: () => call('servers.choosePem', undefined),
    duplicateServer: (id) => {
      const info = serverOf(get(), id);
      if (info === undefined) return;
      const fields = fieldsOf(info.server, list());
      // Two cannot listen on one port; its label would say nothing of the copy.
      open({ ...fields, label: '', port: newFields(list()).port, on: id === LOCAL || fields.on }, null);
    },
    editServerFields: (change) => {
      const { serverSheet } = get();
      if (serverSheet === null) return;
      const stale = change.address !== undefined || change.tls !== undefined || change.kind !== undefined;
      patch({ fields: { ...serverSheet.fields, ...change }, problem: null, ...(stale && { trials: [] }) });
    },
    closeServerSheet: () => set({ serverSheet: null }),
    tryServer: async () => {
      const sheet = get().serverSheet;
      if (sheet === null) return;
      const faults = faultsOf(sheet.fields);
      if (faults.address ?? faults.tls) return patch({ sent: true });
      const asked = draftsOf({ ...sheet.fields, kind: 'attached' }, list()).flatMap((draft) =>
        draft.kind === 'attached' ? [{ address: draft.address, tls: draft.tls }] : [],
      );
      let trials: readonly Trial[] = asked.map(({ address }) => ({ address, answer: null }));
      patch({ trials });
      const answer = (at: number, given: Trial['answer']) => {
        if (get().serverSheet?.trials !== trials) return; // something else is asked about by now
        trials = trials.map((trial, index) => (index === at ? { ...trial, answer: given } : trial));
        patch({ trials });
      };
      await Promise.all(
        asked.map((trial, at) =>
          call('servers.try', trial).then(
            (tried) => answer(at, { tried }),
            (error: unknown) => answer(at, { problem: problemOf(error) }),
          ),
        ),
      );
    },
    sendServerSheet: async () => {
      const sheet = get().serverSheet;
      if (sheet === null || sheet.sending) return;
      if (Object.keys(faultsOf(sheet.fields, sheet.id !== null)).length > 0) return patch({ sent: true });
      patch({ sending: true, problem: null });
      try {
        await send(sheet);
        set({ serverSheet: null });
      } catch (error) {
        patch({ sending: false, problem: problemOf(error) });
      }
      get().pullServers();
    },
  };
};
