import type { StateCreator } from 'zustand';
import type { SavedWorkload, WorkloadPlace } from '../../main/contract/workspace.ts';
import { call } from '../api.ts';
import { EMPTY_DRAFT, faultOf, newChance, type SubmitDraft, submissionOf } from '../lib/submit-draft.ts';
import type { Store } from './index.ts';
import { withoutWorker } from './submit.ts';

export interface LibrarySlice {
  library: {
    /** The workload that the draft was taken from. */
    current: WorkloadPlace | null;
    /** A name for what shall be kept is asked for. */
    naming: boolean;
    /** What was removed last, and where it stood; it can be brought back until something else is done. */
    removed: { workload: SavedWorkload; at: number } | null;
    /** How many of those that were to be sent could not be: something is missing or wrong in them. */
    left: number;
  };
  nameWorkload(naming: boolean): void;
  /** Keeps the draft under that name; the workload that it was taken from stays where it has another one. */
  keepWorkload(place: WorkloadPlace): Promise<void>;
  /** Takes a saved workload as the draft. */
  takeWorkload(workload: SavedWorkload): void;
  /** The same, and sends it. */
  runWorkload(workload: SavedWorkload): Promise<void>;
  /** Sends all of them, once it is sure that nobody is missing, or that it does not matter. */
  runWorkloads(workloads: readonly SavedWorkload[]): Promise<void>;
  /** Sends them whoever can do them. */
  sendWorkloads(workloads: readonly SavedWorkload[]): Promise<void>;
  /** Another workspace is open: what was taken and what was removed are of the one before. */
  leaveWorkloads(): void;
  removeWorkload(place: WorkloadPlace): Promise<void>;
  bringWorkloadBack(): Promise<void>;
  /** Puts it before another one, or behind it, into that one's folder. */
  moveWorkload(place: WorkloadPlace, to: WorkloadPlace, behind?: boolean): Promise<void>;
}

const isSame = (a: WorkloadPlace | null, b: WorkloadPlace): boolean => a?.name === b.name && a.folder === b.folder;

/** A saved workload as the person composes it. */
export function draftOf({ function: name, source, content, ...manner }: SavedWorkload): SubmitDraft {
  const { background, priority, unique, uniqueValue, exceptions } = manner;
  return {
    ...EMPTY_DRAFT,
    ...{ function: name, source, background, priority, unique, uniqueValue, exceptions },
    ...(source === 'hex' ? { hex: content } : { text: content }),
  };
}

/** The workloads as they are listed: those outside of folders, then folder by folder, each in the order of the person. */
export function listed(workloads: readonly SavedWorkload[]): { folder: string; workloads: SavedWorkload[] }[] {
  const folders = new Set(['', ...workloads.map(({ folder }) => folder)]);
  return [...folders]
    .map((folder) => ({ folder, workloads: workloads.filter((each) => each.folder === folder) }))
    .filter((each) => each.workloads.length > 0);
}

export const createLibrarySlice: StateCreator<Store, [], [], LibrarySlice> = (set, get) => {
  const patch = (change: Partial<LibrarySlice['library']>) =>
    set(({ library }) => ({ library: { ...library, ...change } }));
  const all = () => get().workspace?.workloads ?? [];
  return {
    library: { current: null, naming: false, removed: null, left: 0 },
    nameWorkload: (naming) => patch({ naming }),
    keepWorkload: async ({ name, folder }) => {
      const { draft } = get().submit;
      const { function: does, source, text, hex, background, priority, unique, uniqueValue, exceptions } = draft;
      if (source === 'file') return;
      const content = source === 'hex' ? hex : text;
      const manner = { background, priority, unique, uniqueValue: unique === 'custom' ? uniqueValue : '', exceptions };
      const place = { name: name.trim(), folder: folder.trim() };
      const workload = { ...place, function: does, source, content, ...manner };
      const replaces = all().some((each) => isSame(place, each)) ? place : null;
      const workspace = await get().attempt(() => call('workspace.saveWorkload', { workload, replaces, at: null }));
      if (workspace === undefined) return;
      set({ workspace });
      patch({ current: place, naming: false, removed: null });
    },
    takeWorkload: (workload) => {
      get().editSubmit(draftOf(workload));
      patch({ current: { name: workload.name, folder: workload.folder }, left: 0 });
    },
    runWorkload: async (workload) => {
      get().takeWorkload(workload);
      await get().askSubmit(true);
    },
    runWorkloads: async (workloads) => {
      const missing = await withoutWorker(workloads.map((each) => each.function));
      if (missing.length === 0) await get().sendWorkloads(workloads);
      else get().askAboutNobody({ names: missing, to: { send: 'saved', workloads } });
    },
    sendWorkloads: async (workloads) => {
      const ready = workloads.map(draftOf).filter((draft) => faultOf(draft) === null);
      for (const draft of ready) {
        const sent = await get().attempt(() => call('workload.submit', submissionOf(draft, newChance())));
        if (sent === undefined) return;
        await get().showSubmission(sent.id);
      }
      patch({ left: workloads.length - ready.length });
    },
    leaveWorkloads: () => patch({ current: null, naming: false, removed: null, left: 0 }),
    removeWorkload: async (place) => {
      const removed = await get().attempt(() => call('workspace.removeWorkload', place));
      if (removed === undefined) return;
      await get().pullWorkspace();
      patch({ removed, ...(isSame(get().library.current, place) && { current: null }) });
    },
    bringWorkloadBack: async () => {
      const { removed } = get().library;
      if (removed === null) return;
      patch({ removed: null });
      const workspace = await get().attempt(() => call('workspace.saveWorkload', { ...removed, replaces: null }));
      if (workspace !== undefined) set({ workspace });
    },
    moveWorkload: async (place, to, behind = false) => {
      const at = all().findIndex((each) => isSame(to, each));
      if (at < 0 || isSame(place, to)) return;
      const { folder } = to;
      const workspace = await get().attempt(() =>
        call('workspace.moveWorkload', {
          place: { name: place.name, folder: place.folder },
          folder,
          at: behind ? at + 1 : at,
        }),
      );
      if (workspace === undefined) return;
      const { current } = get().library;
      set({ workspace });
      if (isSame(current, place)) patch({ current: { name: place.name, folder } });
    },
  };
};
