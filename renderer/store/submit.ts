import type { StateCreator } from 'zustand';
import type { SubmissionInfo, SubmissionPreview, SubmissionRow } from '../../main/contract/submission.ts';
import { AT_WORK } from '../../main/contract/workers.ts';
import type { SavedWorkload } from '../../main/contract/workspace.ts';
import { call } from '../api.ts';
import { isText, shown, textOf, wireOf } from '../lib/bytes.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { bytesOfHex, hexText } from '../lib/hex-text.ts';
import {
  type Chance,
  EMPTY_DRAFT,
  faultOf,
  newChance,
  type Source,
  type SubmitDraft,
  submissionOf,
} from '../lib/submit-draft.ts';
import { timeText } from '../lib/time-text.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';

export type { SubmitDraft };

/** Functions that nobody does, and what is to be sent all the same. */
export interface Asking {
  names: readonly string[];
  /** The draft, after which the sheet stays open or not; all of these; or many jobs. */
  to: { send: 'draft'; stay: boolean } | { send: 'saved'; workloads: readonly SavedWorkload[] } | { send: 'run' };
}

export interface SubmitSlice {
  submit: {
    open: boolean;
    draft: SubmitDraft;
    chance: Chance;
    sending: boolean;
    problem: Problem | null;
    /** The bytes that were written are no text and were not turned into one: they are still there as hexadecimal. */
    noText: boolean;
    /** Nobody can do the function: whether to send it all the same is asked. */
    asking: Asking | null;
    /** What would be sent, and why that cannot be told. */
    preview: SubmissionPreview | null;
    previewProblem: Problem | null;
    /** The submission whose result is shown. */
    shown: SubmissionInfo | null;
    /** The last ones, the newest first. */
    recent: SubmissionRow[];
  };
  openSubmit(prefill?: Partial<SubmitDraft>): void;
  closeSubmit(): void;
  editSubmit(change: Partial<SubmitDraft>): void;
  /** Shows the workload in another form; the bytes stay what they are. */
  showWorkloadAs(source: Source): void;
  /** Now, or a minute from now to begin with. */
  submitLater(later: boolean): void;
  chooseWorkload(): Promise<void>;
  /** Sends the draft, if it can be sent and somebody can do it; else asks first. The sheet closes unless it shall stay. */
  askSubmit(stay: boolean): Promise<void>;
  askAboutNobody(asking: Asking): void;
  /** What was asked: send it, start workers and send it, or do not. */
  answerSubmit(answer: 'send' | 'start' | 'cancel'): Promise<void>;
  submitJob(): Promise<void>;
  abandonJob(): Promise<void>;
  pullSubmission(): void;
  pullSubmissions(): void;
  pullPreview(): void;
  showSubmission(id: number): Promise<void>;
  saveSubmissionResult(): Promise<void>;
}

/** How far away a job for later is to begin with, s. */
const LATER = 60;

/** Which of the functions nobody is there to do. */
export async function withoutWorker(names: readonly string[]): Promise<string[]> {
  const rows = await call('functions.list', undefined);
  const isDone = (name: string) => {
    const row = rows.find((each) => each.name === wireOf(name));
    return row !== undefined && (row.outside.length > 0 || row.workers.some(({ state }) => AT_WORK.includes(state)));
  };
  return [...new Set(names)].filter((name) => !isDone(name));
}

/** Waits, two seconds at most, until a worker of the function has asked for work. */
async function workerReady(name: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await withoutWorker([name])).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const createSubmitSlice: StateCreator<Store, [], [], SubmitSlice> = (set, get) => {
  const patch = (change: Partial<SubmitSlice['submit']>) => set(({ submit }) => ({ submit: { ...submit, ...change } }));
  const puller = framePuller(async () => {
    const { shown: before } = get().submit;
    if (before === null) return;
    const current = await call('submissions.get', { id: before.id });
    if (current !== null && get().submit.shown?.id === current.id) patch({ shown: current });
  });
  const lister = framePuller(async () => patch({ recent: await call('submissions.list', undefined) }));
  const previewer = framePuller(async () => {
    const { draft, chance } = get().submit;
    const fault = faultOf(draft);
    // What is not known yet is left out of it; what is wrong makes it none.
    if (fault !== null && fault.field !== 'later' && fault.field !== 'address')
      return patch({ preview: null, previewProblem: null });
    const sent = submissionOf(fault?.field === 'later' ? { ...draft, later: null } : draft, chance);
    try {
      patch({ preview: await call('workload.preview', sent), previewProblem: null });
    } catch (error) {
      patch({ preview: null, previewProblem: problemOf(error) });
    }
  });
  const send = async (act: () => Promise<SubmissionInfo>) => {
    patch({ sending: true, problem: null, shown: null }); // the one before is not taken for its answer
    try {
      patch({ shown: await act(), chance: newChance() });
      puller.poke();
    } catch (error) {
      patch({ problem: problemOf(error) });
    } finally {
      patch({ sending: false });
    }
  };
  /** Sends the draft; a sheet that shall not stay closes when the job is on its way. */
  const sendDraft = async (stay: boolean) => {
    await get().submitJob();
    const { shown: sent, problem } = get().submit;
    if (stay || problem !== null || sent === null) return;
    get().closeSubmit();
    get().tell({ kind: 'job-submitted', name: shown(sent.function), show: () => get().openSubmit() });
  };
  return {
    submit: {
      open: false,
      draft: EMPTY_DRAFT,
      chance: newChance(),
      sending: false,
      problem: null,
      noText: false,
      asking: null,
      preview: null,
      previewProblem: null,
      shown: null,
      recent: [],
    },
    openSubmit: (prefill) => {
      const { draft } = get().submit;
      patch({ open: true, problem: null, draft: { ...draft, ...prefill }, ...(prefill && { shown: null }) });
    },
    closeSubmit: () => patch({ open: false, asking: null }),
    editSubmit: (change) => patch({ draft: { ...get().submit.draft, ...change }, problem: null, noText: false }),
    showWorkloadAs: (source) => {
      const { draft, noText } = get().submit;
      const { source: before, text, hex } = draft;
      const isWritten = (each: Source) => each !== 'hex' && each !== 'file';
      if (source === 'hex' && isWritten(before) && !noText)
        return get().editSubmit({ source, hex: hexText(new TextEncoder().encode(text)) });
      if (before !== 'hex' || !isWritten(source)) return get().editSubmit({ source });
      const bytes = bytesOfHex(hex);
      if (typeof bytes !== 'number' && isText(bytes)) return get().editSubmit({ source, text: textOf(bytes) });
      patch({ draft: { ...draft, source }, noText: true });
    },
    submitLater: (later) => get().editSubmit({ later: later ? timeText(Math.floor(Date.now() / 1000) + LATER) : null }),
    chooseWorkload: async () => {
      try {
        const file = await call('workload.choose', undefined);
        if (file !== null) get().editSubmit({ file, source: 'file' });
      } catch (error) {
        patch({ problem: problemOf(error) });
      }
    },
    askSubmit: async (stay) => {
      const { draft, sending } = get().submit;
      if (sending || faultOf(draft) !== null) return;
      const names = draft.target === 'embedded' ? await withoutWorker([draft.function]) : [];
      if (names.length === 0) await sendDraft(stay);
      else get().askAboutNobody({ names, to: { send: 'draft', stay } });
    },
    askAboutNobody: (asking) => patch({ asking }),
    answerSubmit: async (answer) => {
      const { asking } = get().submit;
      patch({ asking: null });
      if (asking === null || answer === 'cancel') return;
      if (answer === 'start') {
        const ours = asking.names.filter((name) => get().functions.rows.some((row) => row.definition?.name === name));
        for (const name of ours) await get().startWorkers(name);
        await Promise.all(ours.map(workerReady));
      }
      const { to } = asking;
      if (to.send === 'run') await get().startRun();
      else if (to.send === 'draft') await sendDraft(to.stay);
      else await get().sendWorkloads(to.workloads);
    },
    submitJob: () => {
      const { draft, chance } = get().submit;
      return send(() => call('workload.submit', submissionOf(draft, chance)));
    },
    abandonJob: async () => {
      const { shown: current } = get().submit;
      if (current !== null) await get().attempt(() => call('submissions.abandon', { id: current.id }));
      puller.poke();
    },
    pullSubmission: () => puller.poke(),
    pullSubmissions: () => lister.poke(),
    pullPreview: () => previewer.poke(),
    showSubmission: async (id) => {
      const found = await call('submissions.get', { id });
      if (found !== null) patch({ shown: found, problem: null });
    },
    saveSubmissionResult: async () => {
      const { shown: current } = get().submit;
      if (current === null) return;
      const name = await get().attempt(() => call('submissions.saveResult', { id: current.id }));
      if (name != null) get().tell({ kind: 'result-saved', name });
    },
  };
};
