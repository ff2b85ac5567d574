import type { StateCreator } from 'zustand';
import type { ExpertReport, FindingCode } from '../../main/contract/expert.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

export interface ExpertSlice {
  expert: {
    shown: boolean;
    report: ExpertReport | null;
    /** The finding whose packets are listed. */
    open: FindingCode | null;
  };
  pullExpert(): void;
  toggleExpert(): void;
  openFinding(code: FindingCode | null): void;
}

export const createExpertSlice: StateCreator<Store, [], [], ExpertSlice> = (set, get) => {
  const patch = (change: Partial<ExpertSlice['expert']>) => set(({ expert }) => ({ expert: { ...expert, ...change } }));
  const puller = framePuller(async () => patch({ report: await call('packets.expert', undefined) }));
  return {
    expert: { shown: false, report: null, open: null },
    pullExpert: () => puller.poke(),
    toggleExpert: () => patch({ shown: !get().expert.shown }),
    openFinding: (open) => patch({ open }),
  };
};
