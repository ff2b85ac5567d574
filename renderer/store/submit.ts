import type { StateCreator } from 'zustand';
import type { JobKey } from '../../main/contract/keys.ts';
import { AT_WORK, type ChosenFile, type Priority, type SubmissionInfo } from '../../main/contract/model.ts';
import { call } from '../api.ts';
import { wireOf } from '../lib/bytes.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';

export interface SubmitDraft {
  /** As people write it. */
  function: string;
  source: 'text' | 'file';
  text: string;
  file: ChosenFile | null;
  background: boolean;
  priority: Priority;
  unique: 'none' | 'random' | 'custom';
  uniqueValue: string;
  exceptions: boolean;
}

export interface SubmitSlice {
  submit: {
    open: boolean;
    draft: SubmitDraft;
    sending: boolean;
    problem: Problem | null;
    /** The submission whose result is shown. */
    shown: SubmissionInfo | null;
  };
  openSubmit(prefill?: Partial<SubmitDraft>): void;
  closeSubmit(): void;
  editSubmit(change: Partial<SubmitDraft>): void;
  chooseWorkload(): Promise<void>;
  submitJob(): Promise<void>;
  abandonJob(): Promise<void>;
  pullSubmission(): void;
  saveSubmissionResult(): Promise<void>;
  /**
   * Adds the sample worker, starts it and submits the text to it. Returns the number of the packet from which on it can be
   * seen in the traffic, or null where it could not be done.
   */
  demonstrate(text: string): Promise<number | null>;
  /** Submits the workload of a job again, to the same function with the same priority. */
  resubmitJob(job: { key: JobKey; function: string; priority: Priority; background: boolean }): Promise<void>;
}

const EMPTY: SubmitDraft = {
  function: '',
  source: 'text',
  text: '',
  file: null,
  background: false,
  priority: 'normal',
  unique: 'none',
  uniqueValue: '',
  exceptions: true,
};

/** Waits, two seconds at most, until a worker of the function has asked for work. */
async function workerReady(name: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const rows = await call('functions.list', undefined);
    if (rows.find((row) => row.name === wireOf(name))?.workers.some(({ state }) => AT_WORK.includes(state))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const createSubmitSlice: StateCreator<Store, [], [], SubmitSlice> = (set, get) => {
  const patch = (change: Partial<SubmitSlice['submit']>) => set(({ submit }) => ({ submit: { ...submit, ...change } }));
  const puller = framePuller(async () => {
    const { shown } = get().submit;
    if (shown === null) return;
    const current = await call('submissions.get', { id: shown.id });
    if (current !== null && get().submit.shown?.id === current.id) patch({ shown: current });
  });
  const send = async (act: () => Promise<SubmissionInfo>) => {
    patch({ sending: true, problem: null, shown: null }); // the one before is not taken for its answer
    try {
      patch({ shown: await act() });
      puller.poke();
    } catch (error) {
      patch({ problem: problemOf(error) });
    } finally {
      patch({ sending: false });
    }
  };
  return {
    submit: { open: false, draft: EMPTY, sending: false, problem: null, shown: null },
    openSubmit: (prefill) => {
      const { draft } = get().submit;
      patch({ open: true, problem: null, draft: { ...draft, ...prefill }, ...(prefill && { shown: null }) });
    },
    closeSubmit: () => patch({ open: false }),
    editSubmit: (change) => patch({ draft: { ...get().submit.draft, ...change }, problem: null }),
    chooseWorkload: async () => {
      try {
        const file = await call('workload.choose', undefined);
        if (file !== null) get().editSubmit({ file, source: 'file' });
      } catch (error) {
        patch({ problem: problemOf(error) });
      }
    },
    submitJob: () => {
      const { draft } = get().submit;
      return send(() =>
        call('workload.submit', {
          function: wireOf(draft.function),
          workload:
            draft.source === 'file' && draft.file !== null
              ? { kind: 'file', token: draft.file.token }
              : { kind: 'text', text: draft.text },
          background: draft.background,
          priority: draft.priority,
          unique:
            draft.unique === 'custom' ? { kind: 'custom', value: wireOf(draft.uniqueValue) } : { kind: draft.unique },
          exceptions: draft.exceptions,
        }),
      );
    },
    abandonJob: async () => {
      const { shown } = get().submit;
      if (shown !== null) await get().attempt(() => call('submissions.abandon', { id: shown.id }));
      puller.poke();
    },
    pullSubmission: () => puller.poke(),
    saveSubmissionResult: async () => {
      const { shown } = get().submit;
      if (shown === null) return;
      const name = await get().attempt(() => call('submissions.saveResult', { id: shown.id }));
      if (name != null) get().tell({ kind: 'result-saved', name });
    },
    demonstrate: async (text) => {
      const [name] = (await get().attempt(() => call('workspace.addSample', undefined))) ?? [];
      if (name === undefined) return null;
      await get().startWorkers(name);
      await workerReady(name);
      const { next } = await call('packets.window', { from: 'end', rows: 1 });
      patch({ draft: { ...EMPTY, function: name, text, exceptions: false }, shown: null });
      await get().submitJob();
      return next;
    },
    resubmitJob: async ({ key, function: name, priority, background }) => {
      await send(() =>
        call('workload.submit', { function: name, workload: { kind: 'job', key }, priority, background }),
      );
      const { shown, problem } = get().submit;
      if (problem === null && shown?.key != null) get().openJob(shown.key);
    },
  };
};
