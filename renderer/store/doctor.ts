import type { StateCreator } from 'zustand';
import {
  type CheckGroup,
  type Explanation,
  PASTE_MOST,
  type Scan,
  type ScanStage,
  type Snippets,
  type Way,
} from '../../main/contract/doctor.ts';
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
    /** A pane over the screen: for an error that is pasted, or with scripts that connect an app. */
    sheet: 'paste' | 'connect' | null;
  };
  /** Looks at a PHP, or at that of the terminals; `online` asks pecl.php.net too. A scan that is cancelled leaves what was found before. */
  scanPhp(php: string | null, options?: { online?: boolean }): Promise<void>;
  cancelScan(): Promise<void>;
  /** Lets the PHP that is shown do a real job, at the server that runs. */
  provePhp(): Promise<void>;
  /** Starts the server, and looks again at what it was missing for. */
  startServerAndScan(): Promise<void>;
  /** Shows the packets of a proof among the others. */
  showProof(name: string): void;
  showDoctorSheet(sheet: DoctorSlice['doctor']['sheet']): void;
  pullScan(): void;
  openGroup(group: CheckGroup, open: boolean): void;
  showPassedChecks(show: boolean): void;
  chooseWay(way: Way): void;
  /** What a text that was pasted means; only its end is looked at, where it is long. */
  explainError(text: string): Promise<readonly Explanation[]>;
  /** Scripts that connect an app, for a function of that name. */
  snippetsFor(name: string): Promise<Snippets | null>;
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
    doctor: {
      scan: null,
      selected: null,
      scanning: false,
      stage: null,
      open: {},
      showPassed: false,
      way: null,
      sheet: null,
    },
    scanPhp: async (selected, { online = false } = {}) => {
      newest += 1;
      const own = newest;
      patch({ selected, scanning: true, stage: null });
      const found = await get().attempt(() => call('doctor.scan', { php: selected, ...(online && { online }) }));
      if (own !== newest) return; // another PHP is looked at by now
      const { scan: before, way } = get().doctor;
      const scan = found ?? before;
      const same = scan?.php === before?.php && scan?.plans.some((plan) => plan.way === way) === true;
      patch({ scan, selected: scan?.php ?? null, scanning: false, stage: null, way: same ? way : null });
    },
    provePhp: async () => {
      const php = get().doctor.scan?.php;
      if (php == null) return;
      newest += 1;
      const own = newest;
      patch({ scanning: true, stage: 'proof' });
      const found = await get().attempt(() => call('doctor.prove', { php }));
      if (own !== newest) return; // another PHP is looked at by now
      const { scan, open } = get().doctor;
      patch({ scan: found ?? scan, scanning: false, stage: null, ...(found && { open: { ...open, proof: true } }) });
    },
    startServerAndScan: async () => {
      await get().startServer();
      if (get().server?.failure == null) await get().scanPhp(get().doctor.selected);
    },
    showProof: (name) => {
      get().showProbes(true);
      void get().openTraffic(`gb.who == "${name}"`);
    },
    showDoctorSheet: (sheet) => patch({ sheet }),
    cancelScan: async () => {
      if (get().doctor.scanning) await get().attempt(() => call('doctor.cancel', undefined));
    },
    pullScan: () => progress.poke(),
    openGroup: (group, open) => patch({ open: { ...get().doctor.open, [group]: open } }),
    showPassedChecks: (showPassed) => patch({ showPassed }),
    chooseWay: (way) => patch({ way }),
    explainError: async (text) =>
      (await get().attempt(() => call('doctor.explain', { text: text.slice(-PASTE_MOST) }))) ?? [],
    snippetsFor: async (name) => (await get().attempt(() => call('doctor.snippets', { name }))) ?? null,
    doctorReport: async () => (await get().attempt(() => call('doctor.report', undefined))) ?? null,
  };
};
