import type { StateCreator } from 'zustand';
import type { Comparison } from '../../main/contract/compare.ts';
import type { JobKey } from '../../main/contract/keys.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';
import { textOfKey } from './jobs.ts';

export type ComparedPart = 'workload' | 'result';

export interface CompareSlice {
  compare: {
    /** The job that `previous` goes before. */
    of: string;
    previous: JobKey | null;
    /** A person looks at what is different. */
    on: boolean;
    /** What is different, and in what; null while it is looked for, or where it was forgotten. */
    part: ComparedPart;
    found: Comparison | null;
    looking: boolean;
  };
  /** Looks for the run before a job. */
  findPrevious(key: JobKey): Promise<void>;
  /** Compares a part of a job with that of the run before. */
  comparePart(key: JobKey, part: ComparedPart): Promise<void>;
  showComparison(on: boolean): void;
}

export const createCompareSlice: StateCreator<Store, [], [], CompareSlice> = (set, get) => {
  const patch = (change: Partial<CompareSlice['compare']>) =>
    set(({ compare }) => ({ compare: { ...compare, ...change } }));
  return {
    compare: { of: '', previous: null, on: false, part: 'workload', found: null, looking: false },
    findPrevious: async (key) => {
      const of = textOfKey(key);
      if (get().compare.of === of) return;
      patch({ of, previous: null, found: null });
      const previous = await get().attempt(() => call('jobs.previous', key));
      if (get().compare.of === of) patch({ previous: previous ?? null });
    },
    comparePart: async (key, part) => {
      const { previous, of } = get().compare;
      if (previous === null || of !== textOfKey(key)) return;
      patch({ part, found: null, looking: true });
      const found = await get().attempt(() => call('decode.compare', { key, with: previous, part }));
      const now = get().compare;
      if (now.of === of && now.part === part) patch({ found: found ?? null, looking: false });
    },
    showComparison: (on) => patch({ on }),
  };
};
