import type { StateCreator } from 'zustand';
import type { FunctionColour } from '../../main/contract/functions.ts';
import type { Import, ImportOffer, RecentWorkspace, WorkspaceInfo } from '../../main/contract/workspace.ts';
import { call, openDropped } from '../api.ts';
import type { Store } from './index.ts';

export interface WorkspaceSlice {
  workspace: WorkspaceInfo | null;
  /** Colours of the functions that have one, by name. */
  colours: ReadonlyMap<string, FunctionColour>;
  /** Workspaces that were open before, as they were when the menu was opened. */
  recent: RecentWorkspace[];
  /** The sheet that is open over the screen. */
  workspaceSheet: 'about' | 'export' | null;
  /** Functions that are chosen when the sheet of the export opens; null for all. */
  exportFirst: readonly string[] | null;
  /** What another file offers; null where nothing is to be imported. */
  importOffer: ImportOffer | null;
  /** What goes on once the person has allowed the workspace's commands; null where they are not asked. */
  onTrust: (() => Promise<void>) | null;
  pullWorkspace(): Promise<void>;
  openWorkspace(): Promise<void>;
  createWorkspace(): Promise<void>;
  pullRecent(): Promise<void>;
  openRecent(path: string): Promise<void>;
  /** Opens a file that was dropped onto the window. */
  dropWorkspace(file: File): Promise<void>;
  /** Takes a workspace out of the list; null takes all. */
  forgetRecent(path: string | null): Promise<void>;
  /** Saves what is edited, then the workspace where that waits for it. */
  save(): Promise<void>;
  saveWorkspace(how: { overwrite: boolean }): Promise<void>;
  saveWorkspaceAs(): Promise<void>;
  revertWorkspace(): Promise<void>;
  showWorkspaceSheet(sheet: WorkspaceSlice['workspaceSheet']): void;
  /** Asks what is exported, with these functions chosen first. */
  askExportOf(names: readonly string[]): void;
  readImport(): Promise<void>;
  importFunctions(functions: Import): Promise<void>;
  closeImport(): void;
  exportFunctions(names: string[]): Promise<void>;
  describeWorkspace(description: string): Promise<void>;
  /** Asks whether the workspace's commands may run, and then goes on. */
  askForTrust(onTrust: () => Promise<void>): void;
  /** The person has read the commands: they may run, and what was asked for begins. */
  trustWorkspace(): Promise<void>;
  stayRestricted(): void;
}

export const createWorkspaceSlice: StateCreator<Store, [], [], WorkspaceSlice> = (set, get) => {
  const show = (workspace: WorkspaceInfo) => {
    const before = get().workspace;
    if (before !== null && before.path !== workspace.path) {
      // What is edited, and what could be undone, is of the workspace before.
      get().closeFunction();
      get().dismissNotice();
      get().leaveWorkloads();
    }
    const coloured = workspace.functions.filter(({ colour }) => colour !== 'none');
    set({ workspace, colours: new Map(coloured.map(({ name, colour }) => [name, colour])) });
  };
  const opened = (workspace: WorkspaceInfo | null | undefined) => {
    if (workspace == null) return;
    show(workspace);
    get().closeFunction();
    get().go('functions');
  };
  return {
    workspace: null,
    colours: new Map(),
    recent: [],
    workspaceSheet: null,
    exportFirst: null,
    importOffer: null,
    onTrust: null,
    pullWorkspace: async () => show(await call('workspace.get', undefined)),
    openWorkspace: async () => opened(await get().attempt(() => call('workspace.open', undefined))),
    createWorkspace: async () => opened(await get().attempt(() => call('workspace.create', undefined))),
    pullRecent: async () => set({ recent: await call('workspace.recent', undefined) }),
    openRecent: async (path) => opened(await get().attempt(() => call('workspace.openRecent', { path }))),
    dropWorkspace: async (file) => opened(await get().attempt(() => openDropped(file))),
    forgetRecent: async (path) => {
      await get().attempt(() => call('workspace.forget', { path }));
      await get().pullRecent();
    },
    save: async () => {
      const { app, functions } = get();
      if (app.screen === 'functions' && functions.draft?.changed === true) {
        await get().saveFunction({ start: functions.draft.replaces === null });
        if (get().functions.problem !== null) return;
      }
      if (app.settings?.autosave === false) await get().saveWorkspace({ overwrite: false });
    },
    saveWorkspace: async (how) => {
      const workspace = await get().attempt(() => call('workspace.save', how));
      if (workspace !== undefined) show(workspace);
    },
    saveWorkspaceAs: async () => {
      const workspace = await get().attempt(() => call('workspace.saveAs', undefined));
      if (workspace != null) set({ workspace });
    },
    revertWorkspace: async () => {
      const workspace = await get().attempt(() => call('workspace.revert', undefined));
      if (workspace == null) return;
      show(workspace);
      get().closeFunction();
    },
    showWorkspaceSheet: (sheet) => set({ workspaceSheet: sheet, exportFirst: null }),
    askExportOf: (names) => set({ workspaceSheet: 'export', exportFirst: names }),
    readImport: async () => {
      const importOffer = await get().attempt(() => call('workspace.readImport', undefined));
      if (importOffer != null) set({ importOffer });
    },
    importFunctions: async (functions) => {
      const workspace = await get().attempt(() => call('workspace.import', functions));
      if (workspace === undefined) return;
      show(workspace);
      set({ importOffer: null });
      get().closeFunction();
      await get().pullFunctions();
    },
    closeImport: () => set({ importOffer: null }),
    exportFunctions: async (names) => {
      const name = await get().attempt(() => call('workspace.export', { names }));
      if (name == null) return;
      set({ workspaceSheet: null });
      get().tell({ kind: 'functions-exported', name });
    },
    describeWorkspace: async (description) => {
      const workspace = await get().attempt(() => call('workspace.describe', { description }));
      if (workspace === undefined) return;
      show(workspace);
      set({ workspaceSheet: null });
    },
    askForTrust: (onTrust) => set({ onTrust }),
    trustWorkspace: async () => {
      const { onTrust, workspace: read } = get();
      if (read === null) return;
      set({ onTrust: null });
      const workspace = await get().attempt(() => call('workspace.trust', { fingerprint: read.fingerprint }));
      if (workspace === undefined) return;
      show(workspace);
      await onTrust?.();
    },
    stayRestricted: () => set({ onTrust: null }),
  };
};
