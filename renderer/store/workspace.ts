import type { StateCreator } from 'zustand';
import type { FunctionColour, WorkspaceInfo } from '../../main/contract/model.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface WorkspaceSlice {
  workspace: WorkspaceInfo | null;
  /** Colours of the functions that have one, by name. */
  colours: ReadonlyMap<string, FunctionColour>;
  /** The sheet that is open over the screen. */
  workspaceSheet: 'about' | null;
  /** The function that the person wants to start in a workspace whose commands they have not allowed yet. */
  trustFor: string | null;
  pullWorkspace(): Promise<void>;
  openWorkspace(): Promise<void>;
  createWorkspace(): Promise<void>;
  showWorkspaceSheet(sheet: WorkspaceSlice['workspaceSheet']): void;
  describeWorkspace(description: string): Promise<void>;
  askForTrust(name: string): void;
  /** The person has read the commands: they may run, and the function that was asked for starts. */
  trustWorkspace(): Promise<void>;
  stayRestricted(): void;
}

export const createWorkspaceSlice: StateCreator<Store, [], [], WorkspaceSlice> = (set, get) => {
  const show = (workspace: WorkspaceInfo) => {
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
    workspaceSheet: null,
    trustFor: null,
    pullWorkspace: async () => show(await call('workspace.get', undefined)),
    openWorkspace: async () => opened(await get().attempt(() => call('workspace.open', undefined))),
    createWorkspace: async () => opened(await get().attempt(() => call('workspace.create', undefined))),
    showWorkspaceSheet: (sheet) => set({ workspaceSheet: sheet }),
    describeWorkspace: async (description) => {
      const workspace = await get().attempt(() => call('workspace.describe', { description }));
      if (workspace === undefined) return;
      show(workspace);
      set({ workspaceSheet: null });
    },
    askForTrust: (name) => set({ trustFor: name }),
    trustWorkspace: async () => {
      const { trustFor: name, workspace: read } = get();
      if (read === null) return;
      set({ trustFor: null });
      const workspace = await get().attempt(() => call('workspace.trust', { fingerprint: read.fingerprint }));
      if (workspace === undefined) return;
      show(workspace);
      if (name !== null) await get().startWorkers(name);
    },
    stayRestricted: () => set({ trustFor: null }),
  };
};
