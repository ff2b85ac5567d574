import type { StateCreator } from 'zustand';
import type { JobKey } from '../../main/contract/keys.ts';
import type { Snippet, SnippetLanguage } from '../../main/contract/snippets.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface SnippetSlice {
  /** Undefined until it is known; null where the job's workload is no longer kept. */
  snippet: Snippet | null | undefined;
  showSnippet(key: JobKey, language: SnippetLanguage): Promise<void>;
  /** Asks where to. */
  saveWorkload(key: JobKey, name: string): Promise<void>;
}

export const createSnippetSlice: StateCreator<Store, [], [], SnippetSlice> = (set, get) => {
  let asked = 0;
  return {
    snippet: undefined,
    showSnippet: async (key, language) => {
      asked += 1;
      const mine = asked;
      set({ snippet: undefined });
      const snippet = await get().attempt(() => call('jobs.snippet', { key, language }));
      if (mine === asked) set({ snippet });
    },
    saveWorkload: async (key, name) => {
      const saved = await get().attempt(() => call('jobs.saveWorkload', { key, name }));
      if (saved != null) get().tell({ kind: 'workload-saved', name: saved });
    },
  };
};
