import type { StateCreator } from 'zustand';
import type { UpdateState } from '../../main/contract/updates.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface UpdatesSlice {
  /** What is shown of newer versions; null while it is asked for, undefined where nobody wants to know. */
  update: UpdateState | null | undefined;
  lookForUpdate(): Promise<void>;
  closeUpdate(): void;
}

export const createUpdatesSlice: StateCreator<Store, [], [], UpdatesSlice> = (set, get) => ({
  update: undefined,
  lookForUpdate: async () => {
    set({ update: null });
    const update = await get().attempt(() => call('updates.look', undefined));
    if (get().update === null) set({ update });
  },
  closeUpdate: () => set({ update: undefined }),
});
