import { dirname, join } from 'node:path';
import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { WorkspaceInfo } from '../contract/model.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { exists } from '../util/json-file.ts';
import type { Log } from '../util/log.ts';
import type { SettingsFile } from '../util/settings-file.ts';
import { ENDING, nameOf, readWorkspace } from './file.ts';
import type { Workspaces } from './workspaces.ts';

/** So many workspaces are remembered. */
const REMEMBERED = 10;

export interface WorkspaceCallsParts {
  workspaces: Workspaces;
  settings: SettingsFile;
  dialogs: Dialogs;
  log: Log;
  /** Files that are shipped: samples. */
  resources: string;
  /** The person's own workspace; undefined where nothing is kept. */
  own: string | undefined;
  /** Another workspace is open: the workers of the one before have nothing to do any more. */
  onOpened: () => Promise<void>;
  /** The list of recent workspaces is another one. */
  onRecent: () => void;
}

type Calls = Extract<keyof Handlers, `workspace.${string}`>;

export interface WorkspaceCalls {
  handlers: Pick<Handlers, Calls>;
  /** Opens a file and remembers it. Runs nothing. Throws an AppError. */
  open(path: string): Promise<WorkspaceInfo>;
  /** Opens the one that was open last, else the person's own. */
  openLast(): Promise<void>;
}

/** What the window asks of the workspace. */
export function workspaceCalls(parts: WorkspaceCallsParts): WorkspaceCalls {
  const { workspaces, settings, dialogs, log, resources, own } = parts;

  async function opened(path: string, open: (path: string) => Promise<unknown>): Promise<WorkspaceInfo> {
    const before = workspaces.info.path;
    await open(path);
    await parts.onOpened();
    const { path: now } = workspaces.info;
    const recent = [...new Set([now, before, ...settings.current.recent])].filter(Boolean).slice(0, REMEMBERED);
    await settings.change({ workspace: now, recent });
    parts.onRecent();
    return workspaces.info;
  }

  const open = (path: string) => opened(path, (each) => workspaces.open(each));

  return {
    open,
    async openLast() {
      if (own === undefined) return;
      const last = settings.current.workspace;
      if (last !== null && last !== own) {
        try {
          await workspaces.open(last);
          return;
        } catch (error) {
          log.warn(`${(error as Error).message} Your own workspace was opened instead.`);
        }
      }
      await workspaces.openOrCreate(own);
    },
    handlers: {
      'workspace.get': () => workspaces.info,
      'workspace.open': async () => {
        const path = await dialogs.openFile('workspace');
        return path === null ? null : open(path);
      },
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
        return open(path);
      },
      'workspace.forget': async ({ path }) => {
        const recent = path === null ? [] : settings.current.recent.filter((each) => each !== path);
        await settings.change({ recent });
        parts.onRecent();
      },
      'workspace.create': async () => {
        const path = await dialogs.saveFile('workspace', `Untitled${ENDING}`);
        return path === null ? null : opened(path, (each) => workspaces.create(each));
      },
      'workspace.describe': ({ description }) => workspaces.describe(description),
      'workspace.trust': ({ fingerprint }) => workspaces.grant(fingerprint),
      'workspace.addSample': async () => {
        const { functions } = await readWorkspace(join(resources, 'samples', `wc${ENDING}`));
        const present = new Set(workspaces.info.functions.map(({ name }) => name));
        for (const definition of functions) if (!present.has(definition.name)) await workspaces.save(definition, null);
        return functions.map(({ name }) => name);
      },
    },
  };
}
