import type { StateCreator } from 'zustand';
import type { Failure } from '../../main/contract/errors.ts';
import type { Hit, SearchKind, SearchQuery, SearchState } from '../../main/contract/search.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { problemOf } from './app.ts';
import type { Store } from './index.ts';

/** Between two questions for a hit while there is none yet, ms. */
const AGAIN = 200;

export interface SearchSlice {
  /** A search over all packets, beside the list and whatever it is narrowed to. */
  search: {
    open: boolean;
    kind: SearchKind;
    pattern: string;
    exact: boolean;
    state: SearchState | null;
    problem: Failure | null;
    /** Hits of the selected packet, whose number stands with them. */
    hits: { seq: number; hits: readonly Hit[]; more: boolean } | null;
    /** The hit that was stepped to, of these. */
    at: number | null;
  };
  openSearch(): void;
  closeSearch(): void;
  searchFor(change: Partial<Pick<SearchSlice['search'], 'kind' | 'pattern' | 'exact'>>): void;
  /** Looks how far it has come. */
  pullSearch(): void;
  /** Finds the hits of a packet that is looked into. */
  searchIn(seq: number): Promise<void>;
  /** Goes to another hit, in the selected packet or the nearest one that has some. */
  stepSearch(direction: 'next' | 'previous'): Promise<void>;
}

export const createSearchSlice: StateCreator<Store, [], [], SearchSlice> = (set, get) => {
  const patch = (change: Partial<SearchSlice['search']>) => set(({ search }) => ({ search: { ...search, ...change } }));
  const query = (): SearchQuery | null => {
    const { open, kind, pattern, exact } = get().search;
    return open && pattern !== '' ? { kind, pattern, exact, probes: get().traffic.probes } : null;
  };
  /** What the engine answers; null where the pattern is wrong, which is said, or has changed by then. */
  async function ask<T>(question: (asked: SearchQuery) => Promise<T>): Promise<T | null> {
    const asked = query();
    if (asked === null) return null;
    try {
      const answer = await question(asked);
      return JSON.stringify(query()) === JSON.stringify(asked) ? answer : null;
    } catch (error) {
      const problem = problemOf(error);
      if (!problem.code.startsWith('search-')) throw error;
      if (JSON.stringify(query()) === JSON.stringify(asked)) patch({ problem, state: null, hits: null, at: null });
      return null;
    }
  }
  const puller = framePuller(async () => {
    const state = await ask((asked) => call('search.state', asked));
    if (state !== null) patch({ state, problem: null });
  });
  /** Shows a hit of the selected packet in its bytes. */
  const goTo = (at: number) => {
    const hit = get().search.hits?.hits[at];
    if (hit === undefined) return;
    patch({ at });
    get().showFace('packet');
    get().chooseRow(null, { space: 'packet', ...hit });
  };
  return {
    search: { open: false, kind: 'text', pattern: '', exact: false, state: null, problem: null, hits: null, at: null },
    openSearch: () => {
      get().go('traffic');
      patch({ open: true });
      puller.poke();
      // Where it is open already, the field has the focus again.
      const field = document.querySelector<HTMLInputElement>('[data-search] input[type=search]');
      field?.focus();
      field?.select();
    },
    closeSearch: () => {
      patch({ open: false, state: null, problem: null, hits: null, at: null });
      void call('search.close', undefined);
    },
    searchFor: (change) => {
      patch({ ...change, state: null, problem: null, hits: null, at: null });
      puller.poke();
      const { selected } = get().traffic;
      if (selected !== null) void get().searchIn(selected);
    },
    pullSearch: () => {
      if (query() !== null) puller.poke();
    },
    searchIn: async (seq) => {
      patch({ hits: null, at: null });
      const found = await ask((asked) => call('search.hits', { ...asked, seq }));
      if (found !== null && get().traffic.selected === seq) patch({ hits: { seq, ...found } });
    },
    stepSearch: async (direction) => {
      if (!get().search.open) return get().openSearch();
      const { selected } = get().traffic;
      const { hits, at } = get().search;
      const here = hits !== null && hits.seq === selected ? hits.hits.length : 0;
      const next = direction === 'next' ? (at ?? -1) + 1 : (at ?? here) - 1;
      if (next >= 0 && next < here) return goTo(next);
      const wanted = JSON.stringify(query());
      const find = () => ask((asked) => call('search.step', { ...asked, from: selected, direction }));
      let seq = await find();
      // Whoever is quicker than the search need not ask twice.
      while (seq === null && JSON.stringify(query()) === wanted && (get().search.state?.scanned ?? 0) < 1) {
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
        seq = await find();
      }
      if (seq === null) return;
      await get().revealPacket(seq);
      await get().searchIn(seq);
      goTo(direction === 'next' ? 0 : (get().search.hits?.hits.length ?? 0) - 1);
    },
  };
};
