import type { StateCreator } from 'zustand';
import type { Overview } from '../../main/contract/model.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface OverviewSlice {
  overview: Overview | null;
  pullOverview(): Promise<void>;
}

export const createOverviewSlice: StateCreator<Store, [], [], OverviewSlice> = (set) => ({
  overview: null,
  pullOverview: async () => set({ overview: await call('overview.get', undefined) }),
});
