import type { StateCreator } from 'zustand';
import type { TestRun } from '../../main/contract/functions.ts';
import type { ChosenFile } from '../../main/contract/submission.ts';
import { call } from '../api.ts';
import { type Problem, problemOf } from './app.ts';
import { definitionOf } from './functions.ts';
import type { Store } from './index.ts';

export interface TestRunSlice {
  testRun: {
    /** What the next run gets, whichever function it is of. */
    workload: string;
    /** It gets this instead, where a file is chosen. */
    file: ChosenFile | null;
    /** The function that runs or ran, by its name in the workspace; null for one that is not in it yet. */
    of: string | null;
    /** When the run that goes on began. */
    startedAt: number | null;
    result: TestRun | null;
    problem: Problem | null;
  };
  typeTestWorkload(workload: string): void;
  chooseTestFile(): Promise<void>;
  dropTestFile(): void;
  /** Runs the draft's command once, as it is now. Where the workspace may run nothing yet, asks whether it may. */
  startTestRun(): Promise<void>;
  endTestRun(): Promise<void>;
}

export const createTestRunSlice: StateCreator<Store, [], [], TestRunSlice> = (set, get) => {
  const patch = (change: Partial<TestRunSlice['testRun']>) =>
    set(({ testRun }) => ({ testRun: { ...testRun, ...change } }));
  return {
    testRun: { workload: '', file: null, of: null, startedAt: null, result: null, problem: null },
    typeTestWorkload: (workload) => patch({ workload }),
    chooseTestFile: async () => {
      const file = await get().attempt(() => call('workload.choose', undefined));
      if (file) patch({ file });
    },
    dropTestFile: () => patch({ file: null }),
    startTestRun: async () => {
      const { draft } = get().functions;
      const { workload: text, file, startedAt } = get().testRun;
      if (draft === null || startedAt !== null) return;
      const definition = definitionOf(draft.content);
      const typed = Object.entries(draft.content.values).filter(
        ([name, value]) => value !== '' && definition.secrets.includes(name),
      );
      patch({ of: draft.replaces, startedAt: Date.now(), result: null, problem: null });
      try {
        const workload =
          file === null ? ({ kind: 'text', text } as const) : ({ kind: 'file', token: file.token } as const);
        const result = await call('functions.testRun', { definition, workload, secrets: Object.fromEntries(typed) });
        patch({ result });
      } catch (error) {
        const problem = problemOf(error);
        if (problem.code === 'not-trusted') get().askForTrust(get().startTestRun);
        else patch({ problem });
      } finally {
        patch({ startedAt: null });
      }
    },
    endTestRun: async () => {
      if (get().testRun.startedAt !== null) await get().attempt(() => call('functions.endTestRun', undefined));
    },
  };
};
