import type { StateCreator } from 'zustand';
import { LOCAL } from '../../main/contract/servers.ts';
import type { Snippet, SnippetLanguage } from '../../main/contract/snippets.ts';
import type { OutsideConnection } from '../../main/contract/workers.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

export interface WaitingSlice {
  waiting: {
    open: boolean;
    /** When the sheet was opened, ms: who left before then is not told of. */
    since: number;
    connections: readonly OutsideConnection[];
    /** Null until it is known. */
    snippet: Snippet | null;
  };
  /** Waits for a program of the person's to connect. */
  openWaiting(): void;
  closeWaiting(): void;
  pullConnections(): void;
  showFirstSnippet(language: SnippetLanguage): Promise<void>;
  /** Shows what went over a connection, among the live packets. */
  showPacketsOf(connection: number): Promise<void>;
}

export const createWaitingSlice: StateCreator<Store, [], [], WaitingSlice> = (set, get) => {
  const patch = (change: Partial<WaitingSlice['waiting']>) =>
    set(({ waiting }) => ({ waiting: { ...waiting, ...change } }));
  const puller = framePuller(async () => {
    const all = await call('connections.outside', undefined);
    const { since } = get().waiting;
    patch({ connections: all.filter(({ isOpen, openedAt }) => isOpen || openedAt >= since) });
  });
  return {
    waiting: { open: false, since: 0, connections: [], snippet: null },
    openWaiting: () => patch({ open: true, since: Date.now(), connections: [] }),
    closeWaiting: () => patch({ open: false }),
    pullConnections: () => puller.poke(),
    showFirstSnippet: async (language) => {
      const snippet = await get().attempt(() => call('connections.snippet', { language }));
      patch({ snippet: snippet ?? null });
    },
    showPacketsOf: async (number) => {
      const run = get().server?.run ?? 0;
      get().closeWaiting();
      get().tellStory(false);
      await get().openTraffic('');
      get().narrowTraffic({ connections: [{ server: LOCAL, run, number }] });
    },
  };
};
