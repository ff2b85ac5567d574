import type { StateCreator } from 'zustand';
import type { UpdateState } from '../../main/contract/updates.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface UpdatesSlice {
  /** What is shown of newer versions; null while it is asked for, undefined where nobody wants to know. */
  update: UpdateState | null | undefined;
  /** A newer version that was found by itself, and that the person has not passed over. */
  newerVersion: string | null;
  lookForUpdate(): Promise<void>;
  closeUpdate(): void;
  /** Looks without a word: only a newer version is told of. */
  lookQuietly(): Promise<void>;
  passVersion(): void;
}

export const createUpdatesSlice: StateCreator<Store, [], [], UpdatesSlice> = (set, get) => ({
  update: undefined,
  newerVersion: null,
  lookForUpdate: async () => {
    set({ update: null });
    const update = await get().attempt(() => call('updates.look', undefined));
    if (get().update === null) set({ update });
  },
  closeUpdate: () => set({ update: undefined }),
  lookQuietly: async () => {
    const update = await call('updates.look', undefined).catch(() => null);
    if (update?.state !== 'newer' || update.version === get().app.settings?.passedVersion) return;
    set({ newerVersion: update.version });
  },
  passVersion: () => {
    const { newerVersion, changeSettings } = get();
    set({ newerVersion: null });
    if (newerVersion !== null) void changeSettings({ passedVersion: newerVersion });
  },
});
