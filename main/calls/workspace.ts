import { basename, dirname } from 'node:path';
import type { Handlers } from '../contract/api.ts';
import { AppError, failureOf } from '../contract/errors.ts';
import type { WorkspaceInfo } from '../contract/workspace.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { exists } from '../util/json-file.ts';
import { type Log, told } from '../util/log.ts';
import type { SettingsFile } from '../util/settings-file.ts';
import { ENDING, nameOf } from '../workspace/file.ts';
import { readImport } from '../workspace/import.ts';
import type { Workspaces } from '../workspace/workspaces.ts';

/** So many workspaces are remembered. */
const REMEMBERED = 10;

export interface WorkspaceCallsParts {
  workspaces: Workspaces;
  settings: SettingsFile;
  dialogs: Dialogs;
  log: Log;
  /** The person's own workspace; undefined where nothing is kept. */
  own: string | undefined;
  /** Another workspace is open: the workers of the one before have nothing to do any more. */
  onOpened: () => Promise<void>;
  /** The open workspace has another file than this one from now on. */
  onSavedAs: (before: string) => Promise<void>;
  /** The list of recent workspaces is another one. */
  onRecent: () => void;
}

type Calls = Extract<keyof Handlers, `workspace.${string}`>;

export interface WorkspaceCalls {
  handlers: Pick<Handlers, Calls>;
  /** Opens a file and remembers it; null where the person stays. Runs nothing. Throws an AppError. */
  open(path: string): Promise<WorkspaceInfo | null>;
  /** Opens the one that was open last, else the person's own. */
  openLast(): Promise<void>;
  /** Asks what becomes of unsaved changes. False where the person wants to stay. Throws where they cannot be saved. */
  mayLeave(): Promise<boolean>;
}

/** What the window asks of the workspace. */
export function workspaceCalls(parts: WorkspaceCallsParts): WorkspaceCalls {
  const { workspaces, settings, dialogs, log, own } = parts;

  async function opened(path: string, open: (path: string) => Promise<unknown>): Promise<WorkspaceInfo> {
    const before = workspaces.info.path;
    await open(path);
    await parts.onOpened();
    await remember(before);
    return workspaces.info;
  }

  /** The open workspace is the last one from now on, and the one before it is among the recent ones. */
  async function remember(before: string): Promise<void> {
    const { path: now } = workspaces.info;
    const recent = [...new Set([now, before, ...settings.current.recent])].filter(Boolean).slice(0, REMEMBERED);
    // Who opens a workspace knows what they are here for.
    await settings.change({ workspace: now, recent, welcomed: true });
    parts.onRecent();
  }

  const open = (path: string) => opened(path, (each) => workspaces.open(each));

  async function mayLeave(): Promise<boolean> {
    const { unsaved, name } = workspaces.info;
    if (!unsaved) return true;
    const answer = await dialogs.askUnsaved('leave', name);
    if (answer === 'save') await workspaces.save();
    return answer !== 'cancel';
  }

  /** Goes to another workspace, if there is one to go to and the person leaves this one. */
  async function leaveFor(path: string | null, go: (path: string) => Promise<WorkspaceInfo>) {
    return path !== null && (await mayLeave()) ? go(path) : null;
  }

  return {
    open: (path) => leaveFor(path, open),
    mayLeave,
    async openLast() {
      if (own === undefined) return;
      const last = settings.current.workspace;
      if (last !== null && last !== own) {
        try {
          await workspaces.open(last);
          return;
        } catch (error) {
          log.warn(told`${error as Error} Your own workspace was opened instead.`);
        }
      }
      try {
        await workspaces.openOrCreate(own);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        log.warn(told`${error}`);
        workspaces.beginAt(own, failureOf(error));
      }
    },
    handlers: {
      'workspace.get': () => workspaces.info,
      'workspace.open': async () => leaveFor(await dialogs.openFile('workspace'), open),
      'workspace.recent': () =>
        Promise.all(
          settings.current.recent
            .filter((path) => path !== workspaces.info.path)
            .map(async (path) => ({
              name: nameOf(path),
              path,
              folder: dirname(path),
              missing: !(await exists(path)),
            })),
        ),
      'workspace.openRecent': ({ path }) => {
        // The window names what it was shown, never any other file.
        if (!settings.current.recent.includes(path))
          throw new AppError('not-recent', `${path} is not among the recent workspaces.`, { path });
        return leaveFor(path, open);
      },
      'workspace.forget': async ({ path }) => {
        const recent = path === null ? [] : settings.current.recent.filter((each) => each !== path);
        await settings.change({ recent });
        parts.onRecent();
      },
      'workspace.create': async () => {
        const path = await dialogs.saveFile('workspace', `Untitled${ENDING}`);
        return leaveFor(path, (chosen) => opened(chosen, (each) => workspaces.create(each)));
      },
      'workspace.save': (how) => workspaces.save(how),
      'workspace.saveAs': async () => {
        const path = await dialogs.saveFile('workspace', `${workspaces.info.name}${ENDING}`);
        if (path === null) return null;
        const before = workspaces.info.path;
        await workspaces.saveAs(path);
        await parts.onSavedAs(before);
        await remember(before);
        return workspaces.info;
      },
      'workspace.revert': async () => {
        const { unsaved, name } = workspaces.info;
        if (unsaved && (await dialogs.askUnsaved('revert', name)) !== 'discard') return null;
        return workspaces.revert();
      },
      'workspace.readImport': async () => {
        const path = await dialogs.openFile('import');
        return path === null ? null : readImport(path);
      },
      'workspace.import': (functions) => workspaces.import(functions),
      'workspace.export': async ({ names }) => {
        const path = await dialogs.saveFile('workspace', `${workspaces.info.name} functions${ENDING}`);
        return path === null ? null : basename(await workspaces.export(names, path));
      },
      'workspace.describe': ({ description }) => workspaces.describe(description),
      'workspace.saveWorkload': ({ workload, replaces, at }) => workspaces.saveWorkload(workload, replaces, at),
      'workspace.removeWorkload': (place) => workspaces.removeWorkload(place),
      'workspace.moveWorkload': ({ place, folder, at }) => workspaces.moveWorkload(place, folder, at),
      'workspace.trust': ({ fingerprint }) => workspaces.grant(fingerprint),
    },
  };
}
