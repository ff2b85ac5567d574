import type { StateCreator } from 'zustand';
import type { WorkspaceInfo } from '../../main/contract/model.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface WorkspaceSlice {
  workspace: WorkspaceInfo | null;
  /** The function that the person wants to start in a workspace whose commands they have not allowed yet. */
  trustFor: string | null;
  pullWorkspace(): Promise<void>;
  openWorkspace(): Promise<void>;
  createWorkspace(): Promise<void>;
  askForTrust(name: string): void;
  /** The person has read the commands: they may run, and the function that was asked for starts. */
  trustWorkspace(): Promise<void>;
  stayRestricted(): void;
}

export const createWorkspaceSlice: StateCreator<Store, [], [], WorkspaceSlice> = (set, get) => {
  const opened = (workspace: WorkspaceInfo | null | undefined) => {
    if (workspace == null) return;
    set({ workspace });
    get().closeFunction();
    get().go('functions');
  };
  return {
    workspace: null,
    trustFor: null,
    pullWorkspace: async () => set({ workspace: await call('workspace.get', undefined) }),
    openWorkspace: async () => opened(await get().attempt(() => call('workspace.open', undefined))),
    createWorkspace: async () => opened(await get().attempt(() => call('workspace.create', undefined))),
    askForTrust: (name) => set({ trustFor: name }),
    trustWorkspace: async () => {
      const { trustFor: name, workspace: read } = get();
      if (read === null) return;
      set({ trustFor: null });
      const workspace = await get().attempt(() => call('workspace.trust', { fingerprint: read.fingerprint }));
      if (workspace === undefined) return;
      set({ workspace });
      if (name !== null) await get().startWorkers(name);
    },
    stayRestricted: () => set({ trustFor: null }),
  };
};
