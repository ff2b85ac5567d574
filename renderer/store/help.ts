import type { StateCreator } from 'zustand';
import type { Store } from './index.ts';

/** A page of the help, and the heading on it that is meant; empty for its beginning. */
export interface HelpPlace {
  page: string;
  section: string;
}

export interface HelpSlice {
  help: {
    place: HelpPlace;
    /** Where the person was before, the last one at the end. */
    before: readonly HelpPlace[];
  };
  /** Shows the help of the screen in sight. */
  openHelp(): void;
  readHelp(place: HelpPlace): void;
  backInHelp(): void;
}

export const createHelpSlice: StateCreator<Store, [], [], HelpSlice> = (set, get) => ({
  help: { place: { page: 'index', section: '' }, before: [] },
  openHelp: () => {
    const { app, submit } = get();
    if (submit.open) get().closeSubmit();
    const page = submit.open ? 'submit' : app.screen;
    if (page !== 'help') get().readHelp({ page, section: '' });
  },
  readHelp: (place) => {
    set(({ help }) => ({ help: { place, before: [...help.before, help.place] } }));
    get().go('help');
  },
  backInHelp: () =>
    set(({ help }) => ({ help: { place: help.before.at(-1) ?? help.place, before: help.before.slice(0, -1) } })),
});
