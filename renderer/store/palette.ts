import type { StateCreator } from 'zustand';
import type { JobRow } from '../../main/contract/jobs.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

/** Jobs that are offered. */
const JOBS = 8;

export interface PaletteSlice {
  palette: {
    open: boolean;
    /** What all can be done by keys is shown. */
    shortcuts: boolean;
    text: string;
    /** Jobs that the text finds. */
    jobs: readonly JobRow[];
  };
  openPalette(): void;
  closePalette(): void;
  typeInPalette(text: string): void;
  showShortcuts(shown: boolean): void;
}

export const createPaletteSlice: StateCreator<Store, [], [], PaletteSlice> = (set, get) => {
  const patch = (change: Partial<PaletteSlice['palette']>) =>
    set(({ palette }) => ({ palette: { ...palette, ...change } }));
  const jobs = framePuller(async () => {
    const { open, text } = get().palette;
    if (!open || text.trim() === '') return;
    const { rows } = await call('jobs.window', { from: 0, rows: JOBS, search: text.trim() });
    if (get().palette.text === text) patch({ jobs: rows });
  });
  return {
    palette: { open: false, shortcuts: false, text: '', jobs: [] },
    openPalette: () => {
      patch({ open: true, shortcuts: false, text: '', jobs: [] });
      void get().pullFunctions();
      get().pullWorkers();
    },
    closePalette: () => patch({ open: false }),
    typeInPalette: (text) => {
      patch({ text, ...(text.trim() === '' && { jobs: [] }) });
      jobs.poke();
    },
    showShortcuts: (shortcuts) => patch({ shortcuts }),
  };
};
