import type { StateCreator } from 'zustand';
import type { Fault } from '../../main/contract/faults.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface FaultsSlice {
  /** What broke and was not read yet, the last one first. */
  faults: readonly Fault[];
  /** The report that is shown; undefined while there is none, null while it is made. */
  report: string | null | undefined;
  pullFaults(): Promise<void>;
  dismissFault(id: number): Promise<void>;
  openReport(): Promise<void>;
  closeReport(): void;
  saveReport(): Promise<void>;
  openLogs(): Promise<void>;
}

export const createFaultsSlice: StateCreator<Store, [], [], FaultsSlice> = (set, get) => ({
  faults: [],
  report: undefined,
  pullFaults: async () => set({ faults: await call('faults.list', undefined) }),
  dismissFault: async (id) => {
    await call('faults.dismiss', { id });
  },
  openReport: async () => {
    set({ report: null });
    const report = await get().attempt(() => call('report.make', undefined));
    if (get().report === null) set({ report });
  },
  closeReport: () => set({ report: undefined }),
  saveReport: async () => {
    const saved = await get().attempt(() => call('report.save', undefined));
    if (saved != null) get().tell({ kind: 'report-saved', name: saved });
  },
  openLogs: async () => {
    await get().attempt(() => call('logs.open', undefined));
  },
});
