import type { StateCreator } from 'zustand';
import type { Demonstration } from '../../main/contract/submission.ts';
import { call } from '../api.ts';
import { focusPaste } from '../lib/focus-paste.ts';
import { movePane } from '../lib/panes.ts';
import type { Store } from './index.ts';

/** What brings a person here. */
export const GOALS = ['php', 'app', 'command', 'look'] as const;
export type Goal = (typeof GOALS)[number];

export interface WelcomeSlice {
  welcome: {
    /** They were opened or left in this window; null where neither, and the settings say whether they are shown. */
    open: boolean | null;
    /** The job that was done last, and what did it. */
    shown: Demonstration | null;
    running: boolean;
    /** Its function was put into the workspace. */
    kept: boolean;
  };
  /** Shows the first steps in the place of all else. */
  showWelcome(): void;
  /** Goes where a person wants to, or to what was shown before. */
  leaveWelcome(goal?: Goal): Promise<void>;
  /** Has the lines of a text counted. */
  demonstrate(text: string): Promise<void>;
  keepDemonstrated(): Promise<void>;
}

/** Whether the first steps are shown. What was left stays left, also where the settings cannot be written. */
export const isWelcoming = ({ welcome, app }: Pick<Store, 'welcome' | 'app'>): boolean =>
  welcome.open ?? app.settings?.welcomed === false;

/** Resolves when what was changed is on the screen. */
const drawn = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

export const createWelcomeSlice: StateCreator<Store, [], [], WelcomeSlice> = (set, get) => {
  const patch = (change: Partial<WelcomeSlice['welcome']>) =>
    set(({ welcome }) => ({ welcome: { ...welcome, ...change } }));
  return {
    welcome: { open: null, shown: null, running: false, kept: false },
    showWelcome: () => patch({ open: true, shown: null, kept: false }),
    leaveWelcome: async (goal) => {
      const job = get().welcome.shown?.submission.key ?? null;
      get().tellStoryOf(null);
      patch({ open: false });
      void get().changeSettings({ welcomed: true });
      await drawn();
      movePane(1); // what had the focus is gone
      switch (goal) {
        case 'php':
          return get().go('doctor');
        case 'app':
          return get().openWaiting();
        case 'command':
          get().createFunction();
          return focusPaste();
        case 'look':
          if (job === null) return get().go('overview');
          get().openJob(job);
          return get().showJobTab('story');
        case undefined:
      }
    },
    demonstrate: async (text) => {
      if (get().welcome.running) return;
      patch({ running: true });
      const shown = await get().attempt(() => call('demonstration.run', { text }));
      patch({ running: false, ...(shown !== undefined && { shown }) });
    },
    keepDemonstrated: async () => {
      const definition = get().welcome.shown?.definition;
      if (definition === undefined) return;
      const kept = await get().attempt(() => call('functions.save', { definition, replaces: null }).then(() => true));
      if (!kept) return;
      patch({ kept });
      await get().startWorkers(definition.name); // who keeps it sends it a job next
    },
  };
};
