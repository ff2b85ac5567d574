import type { StateCreator } from 'zustand';
import type { Input } from '../../main/contract/api.ts';
import type { Failure } from '../../main/contract/errors.ts';
import type { AppInfo } from '../../main/contract/overview.ts';
import type { Settings } from '../../main/contract/settings.ts';
import { CallError, call } from '../api.ts';
import { storeOf, storeOfUnsent } from '../lib/view-state.ts';
import type { Store } from './index.ts';

export const SCREENS = [
  'overview',
  'functions',
  'workers',
  'jobs',
  'traffic',
  'doctor',
  'servers',
  'settings',
  'help',
] as const;
export type Screen = (typeof SCREENS)[number];

/** A failure that is shown until it is dismissed or the next thing works. */
export type Problem = Failure;

/** Something that has been done and can be undone. */
export interface Notice {
  id: number;
  kind:
    | 'function-deleted'
    | 'result-saved'
    | 'job-submitted'
    | 'jobs-exported'
    | 'jobs-cancelled'
    | 'jobs-resubmitted'
    | 'jobs-not-kept'
    | 'function-purged'
    | 'nothing-queued'
    | 'commands-copied'
    | 'no-command'
    | 'note-written'
    | 'note-removed'
    | 'story-saved'
    | 'workload-saved'
    | 'output-saved'
    | 'functions-exported'
    | 'exported'
    | 'report-saved'
    | 'mark-removed'
    | 'mark-refused'
    | 'settings-reset'
    | 'keys-reset'
    | 'server-removed'
    | 'server-create'
    | 'server-drop'
    | 'server-maxqueue'
    | 'server-cancel'
    | 'servers-added';
  name: string;
  /** What a server said to it. */
  said?: string;
  /** How many it is about. */
  count?: number;
  undo?: () => void;
  /** Shows what came of it. */
  show?: () => void;
}

export interface AppSlice {
  app: {
    info: AppInfo | null;
    settings: Settings | null;
    screen: Screen;
    problem: Problem | null;
    notice: Notice | null;
  };
  load(): Promise<void>;
  go(screen: Screen): void;
  pullSettings(): Promise<void>;
  changeSettings(change: Input<'settings.change'>): Promise<void>;
  dismissProblem(): void;
  tell(notice: Omit<Notice, 'id'>): void;
  dismissNotice(): void;
  /** Does what may be refused; a refusal becomes the problem in sight. Returns undefined then. */
  attempt<T>(act: () => Promise<T>): Promise<T | undefined>;
}

/** A refusal as the window keeps it. Anything else that is thrown is a bug and stays one. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof CallError)) throw error;
  return { code: error.code, message: error.message, details: error.details };
}

/** What is given, without what is left out. */
const defined = (change: Input<'settings.change'>): Partial<Settings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

export const createAppSlice: StateCreator<Store, [], [], AppSlice> = (set, get) => {
  const patch = (change: Partial<AppSlice['app']>) => set(({ app }) => ({ app: { ...app, ...change } }));
  let notices = 0;
  let changes = 0;
  return {
    app: { info: null, settings: null, screen: 'overview', problem: null, notice: null },
    load: async () => {
      const [info, settings, view, unsent] = await Promise.all([
        call('app.info', undefined),
        call('settings.get', undefined),
        call('view.get', undefined),
        call('view.kept', undefined),
      ]);
      set(storeOf(view, get()));
      if (unsent !== null) set(storeOfUnsent(unsent, get()));
      patch({ info, settings });
    },
    go: (screen) => patch({ screen, problem: null }),
    pullSettings: async () => patch({ settings: await call('settings.get', undefined) }),
    changeSettings: async (change) => {
      const before = get().app.settings;
      // It holds at once, so that the next change, which may come before the answer, goes on from it.
      if (before !== null) patch({ settings: { ...before, ...defined(change) } });
      changes += 1;
      const mine = changes;
      const settings = await get().attempt(() => call('settings.change', change));
      if (mine === changes) patch({ settings: settings ?? before });
    },
    dismissProblem: () => patch({ problem: null }),
    tell: (notice) => patch({ notice: { ...notice, id: ++notices } }),
    dismissNotice: () => patch({ notice: null }),
    attempt: async (act) => {
      try {
        const value = await act();
        patch({ problem: null });
        return value;
      } catch (error) {
        patch({ problem: problemOf(error) });
        return undefined;
      }
    },
  };
};
