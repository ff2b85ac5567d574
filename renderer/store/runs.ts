import type { StateCreator } from 'zustand';
import type { RunInfo } from '../../main/contract/runs.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { EMPTY_RUN, planOf, type RunDraft, runFault } from '../lib/run-draft.ts';
import { faultOf, newChance } from '../lib/submit-draft.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';
import { withoutWorker } from './submit.ts';

export interface RunsSlice {
  runs: {
    /** The sheet is for many jobs. */
    many: boolean;
    draft: RunDraft;
    list: RunInfo[];
    /** The run in sight, and the one that it is compared with. */
    shown: number | null;
    compared: number | null;
    /** The first workloads that would be sent, and why there are none. */
    sample: string[];
    sampleProblem: Problem | null;
    problem: Problem | null;
  };
  showMany(many: boolean): void;
  editRun(change: Partial<RunDraft>): void;
  chooseRows(): Promise<void>;
  pullRuns(): void;
  pullSample(): void;
  /** Begins a run, if somebody can do its jobs; else asks first. */
  askRun(): Promise<void>;
  startRun(): Promise<void>;
  cancelRun(): Promise<void>;
  showRun(id: number): void;
  compareRun(id: number | null): void;
}

/** Whether the sheet has all that its job or jobs need, and nothing is on its way. */
export const canSend = ({ submit, runs }: Store): boolean =>
  runs.many
    ? runFault(submit.draft, runs.draft) === null && runs.list.every(({ endedAt }) => endedAt !== null)
    : faultOf(submit.draft) === null && !submit.sending;

export const createRunsSlice: StateCreator<Store, [], [], RunsSlice> = (set, get) => {
  const patch = (change: Partial<RunsSlice['runs']>) => set(({ runs }) => ({ runs: { ...runs, ...change } }));
  const lister = framePuller(async () => patch({ list: await call('runs.list', undefined) }));
  const sampler = framePuller(async () => {
    const { submit, runs } = get();
    const none = { sample: [], sampleProblem: null };
    if (runFault(submit.draft, runs.draft) !== null) return patch(none);
    const plan = planOf(submit.draft, runs.draft, submit.chance);
    // What is the same for all of them can be seen where it is written.
    if (plan.workload.kind !== 'template' && plan.workload.kind !== 'row') return patch(none);
    try {
      patch({ sample: await call('runs.sample', plan), sampleProblem: null });
    } catch (error) {
      patch({ sample: [], sampleProblem: problemOf(error) });
    }
  });
  return {
    runs: {
      many: false,
      draft: EMPTY_RUN,
      list: [],
      shown: null,
      compared: null,
      sample: [],
      sampleProblem: null,
      problem: null,
    },
    showMany: (many) => patch({ many, problem: null }),
    editRun: (change) => patch({ draft: { ...get().runs.draft, ...change }, problem: null }),
    chooseRows: async () => {
      try {
        const rows = await call('runs.chooseRows', undefined);
        if (rows !== null) get().editRun({ rows, count: '' });
      } catch (error) {
        patch({ problem: problemOf(error) });
      }
    },
    pullRuns: () => lister.poke(),
    pullSample: () => sampler.poke(),
    askRun: async () => {
      const { submit, runs } = get();
      if (runFault(submit.draft, runs.draft) !== null) return;
      const names = submit.draft.target === 'embedded' ? await withoutWorker([submit.draft.function]) : [];
      if (names.length === 0) await get().startRun();
      else get().askAboutNobody({ names, to: { send: 'run' } });
    },
    startRun: async () => {
      const { submit, runs } = get();
      try {
        const { id } = await call('runs.start', planOf(submit.draft, runs.draft, submit.chance));
        patch({ shown: id, problem: null, compared: runs.compared === id ? null : runs.compared });
        set(({ submit: before }) => ({ submit: { ...before, chance: newChance() } }));
        lister.poke();
      } catch (error) {
        patch({ problem: problemOf(error) });
      }
    },
    cancelRun: async () => void (await get().attempt(() => call('runs.cancel', undefined))),
    showRun: (id) => patch({ shown: id, compared: get().runs.compared === id ? null : get().runs.compared }),
    compareRun: (id) => patch({ compared: id }),
  };
};
