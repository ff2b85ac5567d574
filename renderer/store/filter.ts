import type { StateCreator } from 'zustand';
import { FILTERS_KEPT, FILTERS_SAVED, type FilterSuggestions } from '../../main/contract/packets.ts';
import { call } from '../api.ts';
import { narrowed } from '../lib/filter-text.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

export interface FilterSlice {
  filtering: {
    /** What may be written where the caret is; null while nobody writes. */
    suggestions: FilterSuggestions | null;
    /** The text that they were made for. */
    asked: string;
    /** Where the caret is while somebody writes; null else, or when they say that they are done. */
    caret: number | null;
  };
  /** The person writes a filter, with the caret there. */
  writeFilter(text: string, caret: number): void;
  /** They are done with it: it is kept in the history if it is one. */
  endFilter(): void;
  /** Applies a filter that was not written by hand. */
  applyFilter(text: string): void;
  /** Shows only what a test holds for, of what is shown, or hides it. */
  narrowFilter(test: string, as: 'only' | 'hide'): void;
  /** Saves a filter, or takes a saved one out. */
  starFilter(text: string): void;
  forgetFilters(): void;
}

export const createFilterSlice: StateCreator<Store, [], [], FilterSlice> = (set, get) => {
  const patch = (change: Partial<FilterSlice['filtering']>) =>
    set(({ filtering }) => ({ filtering: { ...filtering, ...change } }));
  const puller = framePuller(async () => {
    const { caret } = get().filtering;
    if (caret === null) return;
    const asked = get().traffic.filter;
    const suggestions = await call('packets.suggest', { text: asked, caret });
    if (get().filtering.caret !== null) patch({ suggestions, asked });
  });
  const keep = (text: string) => {
    const kept = get().app.settings?.filterHistory ?? [];
    if (text === '' || kept[0] === text) return;
    void get().changeSettings({
      filterHistory: [text, ...kept.filter((each) => each !== text)].slice(0, FILTERS_KEPT),
    });
  };
  return {
    filtering: { suggestions: null, asked: '', caret: null },
    writeFilter: (text, caret) => {
      patch({ caret });
      if (text !== get().traffic.filter) get().filterTraffic(text);
      puller.poke();
    },
    endFilter: () => {
      patch({ suggestions: null, caret: null });
      const { filter, problem } = get().traffic;
      if (problem === null) keep(filter.trim());
    },
    applyFilter: (text) => {
      patch({ suggestions: null, caret: null });
      get().filterTraffic(text);
      keep(text.trim());
    },
    narrowFilter: (test, as) => get().applyFilter(narrowed(get().traffic.accepted, test, as)),
    starFilter: (text) => {
      const saved = get().app.settings?.savedFilters ?? [];
      const others = saved.filter((each) => each !== text);
      const next = others.length < saved.length ? others : [text, ...others].slice(0, FILTERS_SAVED);
      void get().changeSettings({ savedFilters: next });
    },
    forgetFilters: () => void get().changeSettings({ filterHistory: [] }),
  };
};
