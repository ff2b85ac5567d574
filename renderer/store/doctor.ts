import type { StateCreator } from 'zustand';
import type { CheckGroup, Scan, ScanStage, Way } from '../../main/contract/doctor.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

export interface DoctorSlice {
  doctor: {
    /** The last diagnosis; null before the first. */
    scan: Scan | null;
    /** The PHP that is looked at, or is to be; null for that of the terminals. */
    selected: string | null;
    scanning: boolean;
    /** What the scan that goes on looks at. */
    stage: ScanStage | null;
    /** Groups that the person opened or closed; the others are open where something is amiss. */
    open: Partial<Record<CheckGroup, boolean>>;
    showPassed: boolean;
    /** The plan that the person chose; null for the best. */
    way: Way | null;
  };
  /** Looks at a PHP, or at that of the terminals. A scan that is cancelled leaves what was found before. */
  scanPhp(php: string | null): Promise<void>;
  cancelScan(): Promise<void>;
  pullScan(): void;
  openGroup(group: CheckGroup, open: boolean): void;
  showPassedChecks(show: boolean): void;
  chooseWay(way: Way): void;
  /** The report in English; null where there is none. */
  doctorReport(): Promise<string | null>;
}

export const createDoctorSlice: StateCreator<Store, [], [], DoctorSlice> = (set, get) => {
  const patch = (change: Partial<DoctorSlice['doctor']>) => set(({ doctor }) => ({ doctor: { ...doctor, ...change } }));
  const progress = framePuller(async () => {
    if (!get().doctor.scanning) return;
    const stage = await call('doctor.progress', undefined);
    if (get().doctor.scanning && stage !== null) patch({ stage });
  });
  let newest = 0;
  return {
    doctor: { scan: null, selected: null, scanning: false, stage: null, open: {}, showPassed: false, way: null },
    scanPhp: async (selected) => {
      newest += 1;
      const own = newest;
      patch({ selected, scanning: true, stage: null });
      const found = await get().attempt(() => call('doctor.scan', { php: selected }));
      if (own !== newest) return; // another PHP is looked at by now
      const { scan: before, way } = get().doctor;
      const scan = found ?? before;
      const same = scan?.php === before?.php && scan?.plans.some((plan) => plan.way === way) === true;
      patch({ scan, selected: scan?.php ?? null, scanning: false, stage: null, way: same ? way : null });
    },
    cancelScan: async () => {
      if (get().doctor.scanning) await get().attempt(() => call('doctor.cancel', undefined));
    },
    pullScan: () => progress.poke(),
    openGroup: (group, open) => patch({ open: { ...get().doctor.open, [group]: open } }),
    showPassedChecks: (showPassed) => patch({ showPassed }),
    chooseWay: (way) => patch({ way }),
    doctorReport: async () => (await get().attempt(() => call('doctor.report', undefined))) ?? null,
  };
};
